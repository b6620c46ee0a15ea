"""The slides of an edition: a PNG for each picture, and all of them in one file."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from tasks.trends.frames import in_region
from tasks.trends.pictures import Picture, pictures
from tasks.trends.record import Trends
from tasks.trends.sentences import place_of
from tat.messages import Document
from templates.reports.slides import Slide
from templates.reports.trend_findings import of_answers
from templates.reports.trend_pictures import of_source


def slides(trends: Trends, region: int | None) -> Iterator[Document]:
    """Draw the slides of the nation, or of a region; of the same figures the same bytes."""
    where = "" if region is None else f" Region {region}"
    for number, picture in enumerate(pictures(trends, region), start=1):
        name = f"Slide {number:02} {picture.name}{where}.png"
        yield Document(name, _png(trends, picture))


def slides_in_one(trends: Trends, region: int | None) -> Document:
    """The same in one zip file, for those who download or are sent them."""
    where = "" if region is None else f" Region {region}"
    file = BytesIO()
    with ZipFile(file, "w") as folder:
        for slide in slides(trends, region):
            folder.writestr(ZipInfo(slide.name), slide.content)  # PNGs shrink no further
    return Document(f"Slides of TA needs and trends{where}.zip", file.getvalue())


def _png(trends: Trends, picture: Picture) -> bytes:
    n_needs = len(in_region(trends.needs, picture.region))
    answers = of_answers(place_of(trends, picture.region), n_needs)
    where = trends.place_name(picture.region)
    slide = Slide(picture.title, [picture.words, of_source(trends.on, where, answers)])
    picture.slide(slide)
    return slide.png()

"""Names of people who do not exist: a first name and a tree or bird."""

from collections.abc import Iterator
from itertools import count

_FIRST_NAMES = (
    "Ada Alma Amos Anna Arlo Asa Bela Cleo Cora Dale Dora Edna Elsa Emil Enid Ezra Fay Finn Flora "
    "Gil Greta Hal Hugo Ida Ines Iris Ivan Jada Jed Joan Jude Kai Kira Lars Lena Leo Lola Luz "
    "Mae Mara Max Mina Moe Nell Nina Noel Nora Olga Omar Opal Otis Pia Quin Remy Rhea Rosa Ruth "
    "Saul Seth Tess Theo Tove Uma Vera Walt Zoe"
)
_LAST_NAMES = (
    "Alder Ash Aspen Avocet Basswood Beech Birch Bittern Bluebird Boxelder Bunting Buckeye "
    "Catalpa Cedar Chickadee Condor Cormorant Cottonwood Crane Curlew Cypress Dogwood Dove Dunlin "
    "Egret Eider Elder Elm Falcon Finch Fir Flicker Gannet Godwit Goldfinch Goshawk Grebe Grosbeak "
    "Grouse Hackberry Hawthorn Hazel Hemlock Heron Hickory Holly Hornbeam Ibis Jacana Jay Juniper "
    "Kestrel Killdeer Kingfisher Kinglet Kite Knot Larch Laurel Linden Locust Loon Madrone Magpie "
    "Mallard Maple Martin Merlin Mulberry Nuthatch Oak Oriole Osprey Ovenbird Palm Partridge "
    "Pelican Petrel Phoebe Pine Pintail Pipit Plover Poplar Puffin Quail Rail Raven Redbud Redwood "
    "Robin Rowan Sandpiper Sapsucker Sassafras Sequoia Shrike Siskin Skimmer Sorrel Sparrow Spruce "
    "Starling Stilt Sumac Swallow Swan Swift Sycamore Tamarack Tanager Teal Tern Thrush Titmouse "
    "Towhee Tupelo Turnstone Verdin Vireo Walnut Warbler Waxwing Whimbrel Wigeon Willet Willow "
    "Woodcock Wren Yew"
)
_INITIALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def fictional_names() -> Iterator[str]:
    """Give names in the same order every time, none of them twice.

    After all pairs of a first and a last name come those with one initial, then with two.
    """
    for initials in count():
        for number in range(len(_INITIALS) ** initials):
            yield from _pairs(_letters(number, initials))


def _pairs(middle: str) -> Iterator[str]:
    last_names = _LAST_NAMES.split()
    for shift in range(len(last_names)):
        for n, first in enumerate(_FIRST_NAMES.split()):
            yield f"{first} {middle}{last_names[(n + shift) % len(last_names)]}"


def _letters(number: int, n_letters: int) -> str:
    letters = ""
    for _ in range(n_letters):
        number, rest = divmod(number, len(_INITIALS))
        letters = f"{_INITIALS[rest]}. {letters}"
    return letters

import time
def test_a(cycle_at):
    t=time.time(); c=cycle_at("final"); print("build", time.time()-t)
    t=time.time(); c.at("2016-12-09 08:00"); m=c.mails(); print("mails", len(m), time.time()-t)
    for x in m: print(x["To"], x["Subject"])
def test_b(cycle_at):
    t=time.time(); c=cycle_at("asked"); print("copy", time.time()-t)
    t=time.time(); c.at("2016-11-21 08:00"); m=c.mails(); print("mails", len(m), time.time()-t)
    for x in m: print(x["To"], x["Subject"])
    t=time.time(); c.run(4); print("run", time.time()-t)
    print(m[0].get_body(("plain",)).get_content())

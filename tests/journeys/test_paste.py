"""Pasting from Word into the reply: paragraphs stay, table cells stand apart, styles and comments are dropped."""

from playwright.sync_api import expect

from tests import factories as make

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal { color: red }</style></head>
<body><!--StartFragment-->
<h1 class=MsoTitle>关于第12号建议的答复</h1>
<p class=MsoNormal style='text-indent:32pt'><span lang=EN-US>&nbsp;</span>一、已
办理的<b>事项</b>。<o:p></o:p></p>
<p class=MsoNormal>二、下一步<br>安排</p>
<table><tr><td><p>清淤</p></td><td><p>2027年3月</p></td></tr><tr><td>泵站</td><td>2027年12月</td></tr></table>
<div style='mso-element:comment'><p>批注：请核对</p></div><script>window.pasted = true</script>
<!--EndFragment--></body></html>"""
TEXT = "关于第12号建议的答复\n一、已办理的事项。\n二、下一步\n安排\n清淤\t2027年3月\n泵站\t2027年12月"
PASTE = """([field, html]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "the plain half of it");
  field.focus();
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_a_letter_pasted_from_word(call, office):
    task = make.signed(make.assigned(office["handler"].unit))
    handler = call("handler")
    handler.open(f"/tasks/{task.pk}/reply/")
    text, said = handler.page.locator("[name=text]"), []
    handler.page.on("console", lambda message: said.append(message.text))
    handler.page.evaluate(PASTE, [text.element_handle(), WORD])
    expect(text).to_have_value(TEXT)
    assert handler.page.evaluate("window.pasted") is None
    assert said == [], "no style is attached anywhere that the policy would have to refuse"
    # As good as typed: it is in the draft on the server
    expect(handler.page.locator("[data-autosave-status]")).to_contain_text("草稿已于", timeout=15_000)
    assert task.drafts.get().data["text"].splitlines()[-1] == "泵站\t2027年12月"

"""What the browser tests of the editor share: a draft, its page, and the ways a person types."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from plans.models import Plan
from plans.outline import PlanContent
from plans.queries import content_of
from plans.services import create_plan
from tests.browsing import sign_in
from tests.factories import person, province
from units.models import Role

TEXT = ".plan-blocks[contenteditable=true]"
PASTE = """([html, text]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", text);
  const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  const started = performance.now();
  document.querySelector(".plan-blocks").dispatchEvent(paste);
  document.body.offsetHeight;
  return performance.now() - started;
}"""


def block(block_id: str, level: str, text: str, **more: Any) -> dict[str, Any]:
    return {"id": block_id, "level": level, "kind": "text", "text": text, **more}


def new_draft(*blocks: dict[str, Any]) -> tuple[Plan, Any]:
    """A plan with these blocks, and the person who drafts it."""
    unit = province(short_name="LĐLĐ tỉnh Mẫu Sơn")
    drafter = person(Role.DRAFTER, unit, "Lý Thị Mai")
    content = PlanContent.from_json({"abstract": "Tết sum vầy", "blocks": list(blocks)})
    return create_plan(issuer=unit, abstract="Tết sum vầy", by=drafter, content=content), drafter


def open_editor(page: Page, live_server: Any, draft: tuple[Plan, Any], anchor: str = "") -> None:
    plan, drafter = draft
    sign_in(page, live_server, drafter)
    page.goto(f"{live_server.url}/ke-hoach/{plan.pk}/soan/{anchor}")
    expect(page.locator(TEXT)).to_be_visible()


def saved(page: Page) -> None:
    expect(page.locator("#plan-save-state")).to_have_attribute("data-state", "saved", timeout=8000)


def blocks_of(plan: Plan) -> list[dict[str, Any]]:
    return content_of(Plan.objects.get(pk=plan.pk)).outline.to_json()


def texts(plan: Plan) -> list[tuple[str, str]]:
    return [(one["level"], one["text"]) for one in blocks_of(plan)]


def shown(page: Page) -> list[str]:
    """The letters of every block as they stand on the screen."""
    return page.evaluate(
        "[...document.querySelectorAll('.plan-blocks > .plan-text')].map(p => p.textContent)"
    )


def numbers(page: Page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('.plan-block')].map(p => p.dataset.number ?? '')")


def put_cursor(page: Page, block_id: str, offset: int | None = None) -> None:
    """The cursor before the letter `offset` of a block, at its end for None."""
    page.locator(f'.plan-block[data-block="{block_id}"]').click()
    page.evaluate(
        """([id, offset]) => {
          const dom = document.querySelector(`.plan-block[data-block="${id}"]`);
          const range = document.createRange();
          let left = offset ?? dom.textContent.length;
          const walker = document.createTreeWalker(dom, NodeFilter.SHOW_TEXT);
          let node = walker.nextNode();
          if (!node) { range.setStart(dom, 0); }
          else {
            while (left > node.length) { left -= node.length; node = walker.nextNode(); }
            range.setStart(node, left);
          }
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""",
        [block_id, offset],
    )
    page.wait_for_timeout(60)


def type_as_unikey(page: Page, *steps: str) -> None:
    """Each step is the whole word after a key: Backspace over what differs, then the new letters at once."""
    before = ""
    for step in steps:
        same = 0
        while same < min(len(before), len(step)) and before[same] == step[same]:
            same += 1
        for _letter in before[same:]:
            page.keyboard.press("Backspace")
        page.keyboard.insert_text(step[same:])
        before = step


def type_as_ime(page: Page, *steps: str) -> None:
    """A composition that is underlined while it grows and then committed, as IBus and macOS do."""
    session = page.context.new_cdp_session(page)
    for step in steps:
        session.send(
            "Input.imeSetComposition", {"text": step, "selectionStart": len(step), "selectionEnd": len(step)}
        )
    session.send("Input.insertText", {"text": steps[-1]})
    session.detach()

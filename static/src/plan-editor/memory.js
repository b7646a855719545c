// Undo that outlives a reload: the way back from the saved text is kept in this tab's session storage.

import { closeHistory } from "@tiptap/pm/history";
import { become } from "./content.js";

const MOST_STEPS = 40;
const MOST_LETTERS = 1_500_000;

/** How to get from `next` back to `before`: the blocks from `at` on, `gone` of them, become `blocks`. */
function wayBack(before, next) {
  const same = (one, two) => one === two || JSON.stringify(one) === JSON.stringify(two);
  let at = 0;
  while (at < before.length && at < next.length && same(before[at], next[at])) at += 1;
  let tail = 0;
  while (tail < before.length - at && tail < next.length - at && same(before.at(-1 - tail), next.at(-1 - tail))) tail += 1;
  return { at, gone: next.length - tail - at, blocks: before.slice(at, before.length - tail) };
}

const goBack = (blocks, { at, gone, blocks: put }) => blocks.toSpliced(at, gone, ...put);
export class Memory {
  constructor(key, blocks) {
    this.key = `hoan-tac:${key}`;
    this.blocks = blocks;
    this.ways = [];
  }

  /** The text as it stands now is one more step that can be taken back. */
  note(blocks) {
    const way = wayBack(this.blocks, blocks);
    if (!way.gone && !way.blocks.length) return;
    const last = this.ways.at(-1);
    if (last && JSON.stringify(goBack(this.blocks, last)) === JSON.stringify(blocks)) this.ways.pop(); // undone
    else this.ways.push(way);
    this.blocks = blocks;
  }

  /** The text noted last stands on the server as this version. */
  keep(version) {
    this.ways = this.ways.slice(-MOST_STEPS);
    let kept = JSON.stringify(this.ways);
    while (kept.length > MOST_LETTERS && this.ways.length) { this.ways.shift(); kept = JSON.stringify(this.ways); }
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ version, ways: this.ways }));
    } catch {
      sessionStorage.removeItem(this.key); // no room: undo then ends at the reload
    }
  }

  /** Texts from the oldest to the one before now; none when another version stands on the server than this tab left. */
  earlier(version) {
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem(this.key) ?? "null"); } catch { return []; }
    if (kept?.version !== version) return [];
    this.ways = kept.ways;
    const texts = [];
    let blocks = this.blocks;
    for (const way of this.ways.toReversed()) texts.unshift(blocks = goBack(blocks, way));
    return texts;
  }
}

/** Walk the view through the earlier texts up to now, so that its own undo knows them. */
export function replay(view, texts, now) {
  view.dispatch(become(view.state.tr, texts[0]).setMeta("addToHistory", false));
  for (const blocks of [...texts.slice(1), now]) view.dispatch(closeHistory(become(view.state.tr, blocks)));
  view.dispatch(closeHistory(view.state.tr));
}

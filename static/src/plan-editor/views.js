// A block on the screen. Its attributes are painted from outside; only its letters belong to ProseMirror.

const shown = new Map();

/** The element of a block, or nothing. */
export const elementOf = (id) => shown.get(id);

function mirror(dom, node) {
  const { id, kind, adoption } = node.attrs;
  if (dom.dataset.block !== id) {
    if (shown.get(dom.dataset.block) === dom) shown.delete(dom.dataset.block);
    shown.set(id, dom);
    dom.dataset.block = id;
  }
  const facts = { level: node.attrs.level ?? "table", kind, adoption };
  if (node.type.name === "table") facts.headerRows = String(node.attrs.header_rows);
  for (const [name, value] of Object.entries(facts)) if (dom.dataset[name] !== value) dom.dataset[name] = value;
}

function view(node, dom, contentDOM) {
  const type = node.type;
  mirror(dom, node);
  return {
    dom, contentDOM,
    update(next) {
      if (next.type !== type) return false;
      mirror(dom, next);
      return true;
    },
    ignoreMutation: (change) => change.type === "attributes",
    destroy() { if (shown.get(dom.dataset.block) === dom) shown.delete(dom.dataset.block); },
  };
}

export function blockView({ node }) {
  const dom = Object.assign(document.createElement("p"), { className: "plan-block plan-text" });
  return view(node, dom, dom);
}

export function tableView({ node }) {
  const dom = Object.assign(document.createElement("div"), { className: "plan-block plan-grid" });
  const body = document.createElement("tbody");
  const table = document.createElement("table");
  table.append(body);
  dom.append(table);
  return view(node, dom, body);
}

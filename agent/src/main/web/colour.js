// Syntax colours. The highlighter gives a tree, never HTML; its leaves become text nodes.

import java from 'highlight.js/lib/languages/java';
import { createLowlight } from 'lowlight';

const lowlight = createLowlight({ java });

/** The lines of a Java text, each as pieces { text, kind }. */
export function coloured(text) {
  const lines = [[]];
  walk(lowlight.highlight('java', text).children, '', (piece, kind) => {
    piece.split('\n').forEach((part, i) => {
      if (i > 0) lines.push([]);
      if (part !== '') lines.at(-1).push({ text: part, kind });
    });
  });
  return lines;
}

function walk(nodes, kind, leaf) {
  for (const node of nodes) {
    if (node.type === 'text') leaf(node.value, kind);
    else walk(node.children, node.properties.className?.join(' ') ?? kind, leaf);
  }
}

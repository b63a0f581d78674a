// A unified diff, line by line.

const HEADERS = ['diff ', '--- ', '+++ ', 'index ', 'new file'];

function kind(line) {
  if (HEADERS.some((header) => line.startsWith(header))) return 'file';
  return { '@': 'hunk', '+': 'added', '-': 'removed' }[line[0]] ?? 'same';
}

export const Diff = ({ text }) => (
  <div class="diff" tabindex="0" role="group" aria-label="Unified diff">
    {text.replace(/\n$/, '').split('\n').map((line, i) => <div class={kind(line)} key={i}>{line || ' '}</div>)}
  </div>
);

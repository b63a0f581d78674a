// The graph beside the list. It needs WebGL and some 230 kB, which are loaded when it is first shown; without
// either the list stands alone.

import { useEffect, useRef, useState } from 'preact/hooks';
import { plural } from './format.js';
import { useKeys } from './keys.js';
import { useLayout } from './layout.js';
import { chosen as theme } from './theme.js';

/** Whether the browser can draw it; asked before anything is loaded. */
function canDraw() {
  try {
    const context = document.createElement('canvas').getContext('webgl2');
    context?.getExtension('WEBGL_lose_context')?.loseContext();
    return context !== null;
  } catch {
    return false;
  }
}

const WITHOUT = {
  webgl: 'This browser shows no WebGL, which the graph needs. The list has all of it.',
  load: 'The graph could not be loaded. The list has all of it.',
  draw: 'The graph could not be drawn here. The list has all of it.',
};

export function Stream(props) {
  const [lacks, setLacks] = useState(() => (canDraw() ? null : 'webgl'));
  const without = (what) => (error) => {
    console.warn('The graph is left out:', error);
    setLacks(what);
  };
  return (
    <section class={lacks ? 'graph without' : 'graph'} aria-label="Graph">
      {lacks ? <p class="dim" role="note">{WITHOUT[lacks]}</p> : <Drawing {...props} without={without} />}
    </section>
  );
}

function Drawing({ issue, thoughts, isRunning, chosen, choose, without }) {
  const box = useRef(null);
  const drawing = useRef(null);
  const does = useRef({});
  const [isThere, setIsThere] = useState(false);
  const attempt = (act) => {
    try {
      act();
    } catch (error) {
      without('draw')(error);
    }
  };
  useEffect(() => {
    let gone = false;
    const begin = ({ draw }) => {
      if (gone) return;
      drawing.current = draw(box.current, {
        choose: (thought) => does.current.choose(thought),
        move: (id, place) => does.current.move(id, place),
        lost: without('draw'),
      });
      setIsThere(true);
    };
    import('./graph.js').then((loaded) => attempt(() => begin(loaded)), without('load'));
    return () => {
      gone = true;
      attempt(() => drawing.current?.end());
      drawing.current = null;
    };
  }, []);
  const layout = useLayout(issue, thoughts); // left after the drawing has ended, which may let go what is held
  does.current = { choose, move: layout.move };
  useEffect(
    () => attempt(() => drawing.current?.show(thoughts, isRunning, chosen?.id ?? null, layout.moved)),
    [thoughts, isRunning, chosen?.id, layout.moved, isThere, theme()],
  );
  const nudge = (right, up) => (event) => {
    if (!event.shiftKey || !chosen || !drawing.current || event.target.closest('dialog')) return false;
    drawing.current.nudge(chosen.id, right, up);
    return true;
  };
  useKeys({ ArrowLeft: nudge(-1, 0), ArrowRight: nudge(1, 0), ArrowUp: nudge(0, 1), ArrowDown: nudge(0, -1) });
  return (
    <>
      <div class="drawing" ref={box} aria-hidden="true" />
      {isThere ? null : <p class="dim">Loading the graph…</p>}
      <Moved layout={layout} />
      <p class="dim hint">
        Time runs from left to right. What led on is above the stream, what was turned down below. Drag to turn, scroll to come closer,
        click a thought, or move it{layout.isShared ? ' for everybody' : ''}.
      </p>
    </>
  );
}

const WHO_SEES = {
  connecting: '',
  live: ' for everybody',
  offline: '; others see it when the daemon is back',
  refused: ', on this screen only',
};

const Moved = ({ layout: { changed, reset, isShared, state, reason } }) => (changed === 0 ? null : (
  <p class="moved">
    <span class="dim" role="status">
      {plural(changed, 'thought')} moved{WHO_SEES[state]}.{state === 'refused' ? ` ${reason}` : ''}
    </span>
    <button type="button" class="quiet" onClick={reset}>Reset the layout{isShared ? ' for everybody' : ''}</button>
  </p>
));

// The graph beside the list. It needs WebGL and some 230 kB, which are loaded when it is first shown; without
// either the list stands alone.

import { useEffect, useRef, useState } from 'preact/hooks';
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

export function Stream({ thoughts, isRunning, chosen, choose }) {
  const box = useRef(null);
  const drawing = useRef(null);
  const chooses = useRef(choose);
  chooses.current = choose;
  const [lacks, setLacks] = useState(() => (canDraw() ? null : 'webgl'));
  const [isThere, setIsThere] = useState(false);
  const without = (what) => (error) => {
    console.warn('The graph is left out:', error);
    setLacks(what);
  };
  const attempt = (act) => {
    try {
      act();
    } catch (error) {
      without('draw')(error);
    }
  };
  useEffect(() => {
    if (lacks) return undefined;
    let gone = false;
    const begin = ({ draw }) => {
      if (gone) return;
      drawing.current = draw(box.current, (thought) => chooses.current(thought), without('draw'));
      setIsThere(true);
    };
    import('./graph.js').then((loaded) => attempt(() => begin(loaded)), without('load'));
    return () => {
      gone = true;
      attempt(() => drawing.current?.end());
      drawing.current = null;
    };
  }, [lacks]);
  useEffect(
    () => attempt(() => drawing.current?.show(thoughts, isRunning, chosen?.id ?? null)),
    [thoughts, isRunning, chosen?.id, isThere, theme()],
  );
  return (
    <section class={lacks ? 'graph without' : 'graph'} aria-label="Graph">
      {lacks ? <p class="dim" role="note">{WITHOUT[lacks]}</p> : (
        <>
          <div class="drawing" ref={box} aria-hidden="true" />
          {isThere ? null : <p class="dim">Loading the graph…</p>}
          <p class="dim hint">Time runs from left to right. What led on is above the stream, what was turned down below. Drag to turn, scroll to come closer, click a thought.</p>
        </>)}
    </section>
  );
}

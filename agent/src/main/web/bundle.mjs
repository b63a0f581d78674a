// Bundles the page: bundle.mjs WORK OUT. `build` runs it, with the libraries in WORK/node_modules.

import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = dirname(fileURLToPath(import.meta.url));
const [work, out] = process.argv.slice(2);
const { build } = createRequire(join(work, 'package.json'))('esbuild');

/** What libraries do that the daemon's content policy forbids, or that fails, and what stands there instead. */
const STYLES = ['styleInject(css_248z);', ''];
const WIPE = ["domNode.innerHTML = '';", 'domNode.replaceChildren();'];
const FEIGNED = [ // a touch that ends with each drag; to the controls' own error, as they know of none
  'controls.domElement && controls.domElement.ownerDocument && controls.domElement.ownerDocument.dispatchEvent(', 'void (',
];
const REWRITTEN = {
  '3d-force-graph': [STYLES, WIPE, FEIGNED],
  'three-render-objects': [STYLES, WIPE],
  'float-tooltip': [STYLES],
};

/** Rewrites the libraries, and leaves out a second renderer of 180 kB that nobody asks for. */
const strict = {
  name: 'strict',
  setup({ onLoad, onResolve }) {
    for (const [name, changes] of Object.entries(REWRITTEN)) {
      onLoad({ filter: new RegExp(`node_modules/${name}/dist/${name}\\.mjs$`) }, async ({ path }) => {
        let contents = await readFile(path, 'utf8');
        for (const [old, fresh] of changes) {
          if (contents.split(old).length !== 2) throw new Error(`${name} has not once: ${old} See REWRITTEN in bundle.mjs.`);
          contents = contents.replace(old, fresh);
        }
        return { contents, loader: 'js' };
      });
    }
    onResolve({ filter: /^three\/webgpu$/ }, () => ({ path: 'three/webgpu', namespace: 'none' }));
    onLoad({ filter: /./, namespace: 'none' }, () => ({ contents: 'export class WebGPURenderer {}', loader: 'js' }));
  },
};

const { metafile } = await build({
  entryPoints: [join(web, 'page.jsx')],
  outdir: out,
  nodePaths: [join(work, 'node_modules')], // the sources stand apart from the libraries
  plugins: [strict],
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  chunkNames: 'chunk-[hash]',
  metafile: true,
  logLevel: 'warning',
});
await writeFile(join(work, 'meta.json'), JSON.stringify(metafile));

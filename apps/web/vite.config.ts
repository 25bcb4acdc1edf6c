import { defineConfig, type Plugin } from 'vite';
import { readShipped, withoutScript } from './build/shipped.ts';

const shipped = readShipped();

const text = (): Plugin => ({
  name: 'isocentre-without-script',
  transformIndexHtml: (html) => html.replace('<!-- shipped scenarios -->', withoutScript(shipped)),
});

/** The solver imports a part of Node where it runs in Node, which a browser is never asked for. */
const withoutNode = (): Plugin => ({
  name: 'isocentre-without-node',
  enforce: 'pre',
  resolveId: (id) => (id === 'node:module' ? { id, external: true } : undefined),
});

const packed = '\0isocentre-pack-here';

/** Packs workbooks in the script that writes them: a worker made of a text is against the policy and never answers. */
const packHere = (): Plugin => ({
  name: 'isocentre-pack-here',
  enforce: 'pre',
  resolveId: (id, importer) =>
    id === 'fflate' && importer?.includes('write-excel-file') === true ? packed : undefined,
  load: (id) =>
    id === packed
      ? `import { zipSync } from 'fflate';
export { strToU8, zipSync } from 'fflate';
export const zip = (files, done) => {
  try {
    done(null, zipSync(files));
  } catch (error) {
    done(error);
  }
};`
      : undefined,
});

export default defineConfig({
  root: import.meta.dirname,
  // Relative, so that the page works under any path of any host.
  base: './',
  define: {
    shippedAtBuild: JSON.stringify({ figures: shipped.figures, scenarios: shipped.scenarios }),
    catalogueAtBuild: JSON.stringify(shipped.catalogue),
    staffingAtBuild: JSON.stringify(shipped.staffing),
  },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      onLog: (level, log, handle) => {
        // Libraries mark client components for servers; there is no server here.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
      },
      checks: { pluginTimings: false },
    },
  },
  logLevel: 'warn',
  worker: { format: 'es', plugins: () => [withoutNode(), packHere()] },
  plugins: [text(), packHere()],
});

import type { Plugin } from 'vite';

/** What a visit that begins at an address (of these, the first that fits) needs besides the entry: the modules of its room. */
const ROOMS: readonly { path: string; modules: readonly string[] }[] = [
  { path: '^/(executions/?)?$', modules: ['src/features/executions/index.ts'] },
  { path: '^/executions/compare|/compare(/|$)', modules: ['src/features/compare/index.ts'] },
  { path: '^/executions/', modules: ['src/features/execution/index.ts'] },
  { path: '^/inbox', modules: ['src/features/inbox/index.ts'] },
  { path: '^/workflows', modules: ['src/features/workflows/index.ts'] },
  { path: '^/agents', modules: ['src/features/agents/index.ts'] },
];

/**
 * Writes `rooms.json`: the files that the server names beside the page for each address, so that a browser asks for
 * a room's files at once and not when the entry has been read and run.
 */
export function preloadRooms(): Plugin {
  return {
    name: 'preload-rooms',
    apply: 'build',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const filesOf = (name: string, seen = new Set<string>()): Set<string> => {
        const chunk = chunks.find(({ fileName }) => fileName === name);
        if (chunk === undefined || seen.has(name)) return seen;
        seen.add(name);
        for (const inner of chunk.imports) filesOf(inner, seen);
        return seen;
      };
      const entry = chunks.find(({ isEntry }) => isEntry);
      const known = filesOf(entry?.fileName ?? '');
      const rooms = ROOMS.map(({ path, modules }) => {
        const files = modules.flatMap((module) => {
          const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/web/${module}`));
          if (chunk === undefined) throw new Error(`The build has no chunk of its own for ${module}`);
          return [...filesOf(chunk.fileName)];
        });
        return { path, files: [...new Set(files)].filter((file) => !known.has(file)).map((file) => `/${file}`) };
      });
      this.emitFile({ type: 'asset', fileName: '.vite/rooms.json', source: JSON.stringify(rooms) });
    },
  };
}

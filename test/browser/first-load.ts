import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

interface Chunk {
  file: string;
  imports?: string[];
}

/** The bytes of JavaScript, compressed with gzip, that modules of a built page load, with all that these import. */
export function sizeFirstLoad(dist: string, modules: readonly string[]): number {
  const manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8')) as Record<string, Chunk>;
  const files = new Set<string>();
  const add = (name: string) => {
    const chunk = manifest[name];
    if (chunk === undefined) throw new Error(`The build has no chunk of its own for ${name}`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const inner of chunk.imports ?? []) add(inner);
  };
  for (const name of modules) add(name);
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0);
}

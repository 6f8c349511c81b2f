import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Hash (16 hex digits) of the names and contents of files; a folder stands for every file below it, whatever lies
 * in `node_modules` or `dist` excepted. What does not exist is passed over.
 */
export function hashSources(root: string, names: string[]): string {
  const hash = createHash('sha256');
  for (const name of names.flatMap((given) => filesBelow(root, given)).sort()) {
    hash.update(`\0${name}\0`).update(readFileSync(join(root, name)));
  }
  return hash.digest('hex').slice(0, 16);
}

function filesBelow(root: string, name: string): string[] {
  const found = statSync(join(root, name), { throwIfNoEntry: false });
  if (found === undefined) {
    return [];
  }
  if (!found.isDirectory()) {
    return [name];
  }
  return readdirSync(join(root, name))
    .filter((inner) => inner !== 'node_modules' && inner !== 'dist')
    .flatMap((inner) => filesBelow(root, `${name}/${inner}`));
}

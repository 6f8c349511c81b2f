import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Absolute path of the folder that holds our package.json. Use it for every path to a file of the project:
 * a process runs either from the sources or from a bundle in `dist/`, so `__dirname` says nothing about the tree.
 */
export function projectRoot(from: string = __dirname): string {
  if (existsSync(join(from, 'package.json'))) {
    return from;
  }
  const parent = dirname(from);
  if (parent === from) {
    throw new Error('The folder with package.json was not found; start Agent Studio from its own folder');
  }
  return projectRoot(parent);
}

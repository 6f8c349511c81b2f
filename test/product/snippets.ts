import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../runtime/project-root';

/** A fenced block of a page: the words after its fence (`json workflow`) and what is inside. */
export interface Snippet {
  info: string;
  text: string;
}

/** The fenced blocks of a page, whose path is relative to the project. */
export function readSnippets(page: string): Snippet[] {
  const text = readFileSync(join(projectRoot(), page), 'utf8');
  return [...text.matchAll(/^```(.+)\n([\s\S]*?)^```$/gm)].map(([, info = '', inside = '']) => ({ info, text: inside }));
}

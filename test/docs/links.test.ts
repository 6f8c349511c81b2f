import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../../runtime/project-root';

const root = projectRoot();
const below = (folder: string) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
const pages = [...readdirSync(root), ...below('docs')].filter((name) => name.endsWith('.md'));

it.each(pages)('%s links to files that exist', (page) => {
  // What is shown as code is no link.
  const text = readFileSync(join(root, page), 'utf8').replace(/^```[\s\S]*?^```$|(?<!`)`[^`\n]+`/gm, '``');
  const targets = [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(([, target = '']) => target);
  const missing = targets.filter((target) => !/^https?:/.test(target) && !existsSync(join(root, dirname(page), target)));
  expect(missing).toEqual([]);
});

it('every decision has a number of its own', () => {
  const numbers = readdirSync(join(root, 'docs/decisions')).map((name) => name.slice(0, 4));
  expect(numbers.filter((number, index) => numbers.indexOf(number) !== index)).toEqual([]);
});

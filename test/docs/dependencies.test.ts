import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../runtime/project-root';

const read = (path: string) => readFileSync(join(projectRoot(), path), 'utf8');

it.each(['package.json', 'web/package.json'])('every dependency of %s has its line in docs/dependencies.md', (path) => {
  const { dependencies, devDependencies } = JSON.parse(read(path)) as Record<string, Record<string, string>>;
  const rows = read('docs/dependencies.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|')[1])
    .join();
  expect(Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !rows.includes(`\`${name}\``))).toEqual([]);
});

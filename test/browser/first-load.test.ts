import { join } from 'node:path';
import { projectRoot } from '../../runtime/project-root';
import { buildPage } from '../../scripts/build-page';
import { sizeFirstLoad } from './first-load';

jest.setTimeout(120_000);

const MOST = 250_000;
const DIST = join(projectRoot(), 'web', 'dist');

beforeAll(() => buildPage(projectRoot()));

test.each([
  ['the list', ['src/features/executions/index.ts']],
  ['an execution with Markdown', ['src/features/execution/index.ts', 'src/components/markdown.tsx']],
  ['the inbox', ['src/features/inbox/index.ts']],
  ['the workflows', ['src/features/workflows/index.ts']],
  ['the agents', ['src/features/agents/index.ts']],
])('a first visit to %s loads less than 250 KB of JavaScript', (_, modules) => {
  expect(sizeFirstLoad(DIST, ['index.html', ...modules])).toBeLessThan(MOST);
});

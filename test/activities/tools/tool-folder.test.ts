import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createTools, toCatalogueEntry } from '../../../activities/tools';
import { readConfig } from '../../../contracts/config';
import { type ToolContext, ToolError } from '../../../contracts/ports/tool';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'studio-tools-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};
const load = (env: Record<string, string> = { STUDIO_TOOLS: folder }) => createTools(readConfig(env), folder);
const loadCustom = async () => (await load()).filter(({ source }) => source !== 'built-in');
const context = { key: 'exe/call' } as ToolContext;

const source = (id: string, more = '') => `
  import { defineTool } from 'agent-studio/tools';
  export default defineTool<{ n: number }>({
    id: '${id}', description: 'Doubles.', inputSchema: { type: 'object', properties: { n: { type: 'number' } } },
    repeat: 'pure', run: ({ n }) => n * 2, ${more}
  });`;

/** The sentences of the error, with file names for paths. */
async function mistakes(): Promise<string[]> {
  const error = await load().then(
    () => null,
    (thrown: Error) => thrown,
  );
  expect(error?.name).toBe('ToolFolderError');
  return (error?.message ?? '').replaceAll(`${folder}/`, '').split('\n');
}

it('loads every tool of a folder beside the built-in ones, and the catalogue says where each comes from', async () => {
  write('double.ts', source('double'));
  write('notes.md', 'no tool');
  write('double.test.ts', 'no tool either');
  write('types.d.ts', 'export {}');
  const tools = await load();
  expect(tools.map(toCatalogueEntry).map(({ id, source: from }) => [id, from])).toEqual([
    ['text_statistics', 'built-in'],
    ['compose', 'built-in'],
    ['write_artifact', 'built-in'],
    ['read_artifact', 'built-in'],
    ['post_webhook', 'built-in'],
    ['double', 'double.ts'],
  ]);
  await expect(tools.at(-1)?.run({ n: 4 }, context)).resolves.toBe(8);
});

it('lets a tool import what it shares with others, Node, and packages of the folder where it lies', async () => {
  write('shared/times.ts', 'export const times = (a: number, b: number): number => a * b;');
  write('node_modules/three/index.js', 'exports.three = 3;');
  write(
    'mixed.ts',
    `import { createHash } from 'node:crypto';
     import { defineTool } from 'agent-studio/tools';
     import { three } from 'three';
     import { times } from './shared/times';
     export default defineTool({ id: 'mixed', description: 'Mixes.', inputSchema: {}, repeat: 'pure',
       run: async () => [times(three, 2), (await import('node:path')).basename(__filename), createHash('md5').update('x').digest('hex').length] });`,
  );
  const [tool] = await loadCustom();
  await expect(tool?.run({}, context)).resolves.toEqual([6, 'mixed.ts', 32]);
});

it("knows a custom tool's certain failure for what it is", async () => {
  write(
    'fails.ts',
    `import { defineTool, ToolError } from 'agent-studio/tools';
     export default defineTool({ id: 'fails', description: 'Fails.', inputSchema: {}, repeat: 'unsafe', timeout: '5s',
       run: () => { throw new ToolError('no_luck', 'No luck today'); } });`,
  );
  const [tool] = await loadCustom();
  await expect(tool?.run({}, context)).rejects.toBeInstanceOf(ToolError);
  expect(tool).toMatchObject({ repeat: 'unsafe', timeout: '5s' });
});

it('is the folder tools of the working directory when none is named, and none when there is no such folder', async () => {
  expect((await load({})).every(({ source: from }) => from === 'built-in')).toBe(true);
  write('tools/double.ts', source('double'));
  expect((await load({})).at(-1)).toMatchObject({ id: 'double', source: 'double.ts' });
});

it('refuses a folder that is not there', async () => {
  await expect(load({ STUDIO_TOOLS: 'nowhere' })).rejects.toThrow(
    `STUDIO_TOOLS names the folder ${join(folder, 'nowhere')}, which cannot be read (ENOENT); correct it or leave it out`,
  );
});

it('says in one sentence for each file what is wrong with it, all at once', async () => {
  write('a-good.ts', source('good'));
  write('b-syntax.ts', 'export default {\n  id: "x",,\n};');
  write('c-throws.ts', 'throw new Error("no database");');
  write('d-nothing.ts', 'export const tool = 1;');
  write('e-bad-id.ts', source('Bad-Id'));
  write('f-taken.ts', source('text_statistics'));
  write('g-taken.ts', source('good'));
  write('h-handoff.ts', source('handoff_to_boss'));
  write(
    'i-incomplete.ts',
    `export default { id: 'incomplete', description: '', inputSchema: { type: 'text' }, repeat: 'maybe', timeout: 'soon' };`,
  );
  write('j-missing.ts', `import { nothing } from 'no-such-package'; export default nothing;`);
  expect(await mistakes()).toEqual([
    'The tool file b-syntax.ts cannot be used: Expected identifier but found "," (b-syntax.ts, line 2); correct it or take it out of the folder',
    'The tool file c-throws.ts cannot be used: it threw while it was loaded (no database); correct it or take it out of the folder',
    'The tool file d-nothing.ts cannot be used: it has no default export made with defineTool; correct it or take it out of the folder',
    expect.stringMatching(/^The tool file e-bad-id.ts cannot be used: id: lower-case letters, digits and _ only, at most 64; /),
    'The tool file f-taken.ts cannot be used: its id "text_statistics" is that of a built-in tool; choose another id',
    'The tool file g-taken.ts cannot be used: its id "good" is that of a-good.ts; choose another id',
    expect.stringMatching(/^The tool file h-handoff.ts cannot be used: id: not beginning with handoff_to_, which is for handoffs; /),
    expect.stringMatching(
      /^The tool file i-incomplete.ts cannot be used: description: .*inputSchema: not a JSON Schema.*repeat: .*timeout: .*run: write a function; /,
    ),
    expect.stringMatching(/^The tool file j-missing.ts cannot be used: it threw while it was loaded \(.*no-such-package.*\); /),
  ]);
});

it('has an example that tells where an order is', async () => {
  const tools = await createTools(readConfig({ STUDIO_TOOLS: join(__dirname, '../../../examples/tools') }));
  const [tool] = tools.filter(({ source: from }) => from === 'order-status.ts');
  await expect(tool?.run({ order: 'A-1002' }, context)).resolves.toMatchObject({ state: 'on its way' });
  await expect(tool?.run({ order: 'A-9999' }, context)).rejects.toThrow(ToolError);
});

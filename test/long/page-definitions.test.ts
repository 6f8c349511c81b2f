import type { Page } from 'playwright-core';
import { waitUntil } from '../../runtime/wait-until';
import { type PageScene, startPageScene } from '../browser/page-scene';

jest.setTimeout(120_000);

let scene: PageScene;

beforeAll(async () => {
  scene = await startPageScene([
    // First, for what is asked later comes with all that was said before.
    { when: { lastMessageIncludes: 'Slowly' }, behaviour: { text: 'first second third', hold: { gate: 'slow', at: { pieces: 2 } } } },
    {
      when: { lastMessageIncludes: 'How many words' },
      behaviour: { text: 'Three words, says the tool.', toolCalls: [{ tool: 'text_statistics', arguments: { text: 'a b c' } }] },
    },
  ]);
}, 120_000);

afterAll(() => scene?.end());

afterEach(async () => {
  // What Chromium itself says of an answer that is no success.
  for (const offence of scene.takeOffences()) expect(offence).toMatch(/the server responded with a status of 4/);
  await scene.closePages();
});

const definition = (page: Page) => page.getByRole('textbox', { name: 'Definition of the workflow' });
const problems = (page: Page) => page.getByRole('list', { name: 'Problems' });
const importFile = (page: Page, name: string, text: string) =>
  page.getByLabel('Definition to import').setInputFiles({ name, mimeType: 'application/yaml', buffer: Buffer.from(text) });

describe('a workflow as text', () => {
  test('that is imported has what YAML cannot read, and what the API refuses, at its line', async () => {
    const page = await scene.open('/workflows/new?template=');
    await definition(page).waitFor();
    await importFile(page, 'bad.yaml', 'name: Broken\nroot:\n  id: a\n  type: [agent\n');
    await problems(page)
      .getByText(/^Line [45]:/)
      .waitFor();
    expect(await page.getByRole('button', { name: 'Create' }).isDisabled()).toBe(true);

    await importFile(page, 'refused.yaml', 'name: Refused\nroot:\n  id: a\n  type: agent\n  agent: Nobody at all\n');
    await page.getByRole('button', { name: 'Create' }).click();
    await problems(page).getByText('Line 5:').waitFor();
    await page.locator('.cm-lintRange-error').getByText('Nobody at all').waitFor();
    // Gone as soon as the text is another one.
    await importFile(page, 'good.json', JSON.stringify({ name: 'Good', root: { id: 'a', type: 'agent', agent: 'Proponent' } }, null, 2));
    await problems(page).getByText('Line').waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: 'json' }).getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('region', { name: 'Graph of the workflow' }).getByText('Proponent').waitFor();
  });

  test('in a file that cannot be read is said to be so, and what was there stays', async () => {
    const page = await scene.open('/workflows/new?template=');
    await definition(page).fill('name: Mine');
    // What a browser does with a file that is gone since it was chosen.
    await page.evaluate(() => {
      File.prototype.text = () => Promise.reject(new Error('The file is gone'));
    });
    await importFile(page, 'gone.yaml', 'name: Gone');
    await page.getByRole('alert').getByText('gone.yaml cannot be read (The file is gone)').waitFor();
    expect(await definition(page).textContent()).toContain('name: Mine');
  });

  test('completes fields and names as they are typed', async () => {
    const page = await scene.open('/workflows/new?template=');
    await definition(page).fill('name: Typed\nroot:\n  id: a\n  type: agent\n  ');
    await definition(page).press('Control+End');
    await definition(page).pressSequentially('age');
    await page.getByRole('option', { name: 'agent' }).click();
    await definition(page).pressSequentially('Deba');
    await page.getByRole('option', { name: 'Debate moderator' }).click();
    await page.getByRole('region', { name: 'Graph of the workflow' }).getByText('Debate moderator').waitFor();
  });

  test('begins with a template, is created, exported, published, compared and restored', async () => {
    const page = await scene.open('/workflows/new');
    await page.getByRole('link', { name: 'Newsroom' }).click();
    await page.getByRole('region', { name: 'Graph of the workflow' }).getByText('Research', { exact: true }).first().waitFor();
    await definition(page).getByText('name: Newsroom').waitFor();
    await importFile(page, 'own.yaml', 'name: Own newsroom\ndescription: first\nroot:\n  id: a\n  type: agent\n  agent: News writer\n');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { level: 1, name: 'Own newsroom' }).waitFor();
    await page.getByRole('link', { name: 'Edit' }).click();

    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export as a file' }).click();
    expect((await download).suggestedFilename()).toBe('own-newsroom.yaml');

    expect(await page.getByRole('button', { name: 'Publish revision 2' }).isDisabled()).toBe(true);
    await importFile(page, 'own.yaml', 'name: Own newsroom\ndescription: second\nroot:\n  id: a\n  type: agent\n  agent: News writer\n');
    await page.getByRole('button', { name: 'Publish revision 2' }).click();
    const revisions = page.getByRole('region', { name: 'Revisions' });
    await revisions.getByText('What changed from revision 1 to 2').waitFor();
    await revisions.getByRole('button', { name: 'Revision 1' }).click();
    await revisions.getByRole('button', { name: 'Restore revision 1' }).click();
    await page.getByRole('button', { name: 'Publish revision 3' }).click();
    await revisions.getByText('What changed from revision 2 to 3').waitFor();
    const id = new URL(page.url()).pathname.split('/')[2] ?? '';
    expect(await scene.client.workflows.get(id)).toMatchObject({ revision: 3, description: 'first' });
  });
});

/** Lets the API create something and keeps its answer back until it is released. */
async function holdAnswer(page: Page, path: string): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(`**${path}`, async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    const response = await route.fetch();
    await released;
    await route.fulfill({ response });
  });
  return release;
}

describe('what is typed while it is being created stays', () => {
  test('of an agent, and so does the cursor; another one is another form', async () => {
    const page = await scene.open('/agents/new');
    const field = (name: string) => page.getByRole('textbox', { name, exact: true });
    await field('Name').fill('Typed on');
    const release = await holdAnswer(page, '/api/v1/agents');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('button', { name: 'Saving…' }).waitFor();
    await field('Description').pressSequentially('lat');
    release();
    await page.waitForURL('**/agents/agt_*');
    await page.getByRole('button', { name: 'Publish revision 2' }).waitFor();
    await page.keyboard.type('er');
    expect(await field('Description').inputValue()).toBe('later');
    await page.getByRole('button', { name: 'Publish revision 2' }).click();
    await page.getByText(/^Revision 2 · (?!being)/).waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    expect(await scene.client.agents.get(id)).toMatchObject({ name: 'Typed on', description: 'later', revision: 2 });

    await page.keyboard.press('Control+k');
    await page.keyboard.type('News writer');
    await page.getByRole('option', { name: 'News writer' }).click();
    await page.getByRole('heading', { level: 1, name: 'News writer' }).waitFor();
    expect(await field('Name').inputValue()).toBe('News writer');
  });

  test('of a workflow, and it is not left for the page of what was created', async () => {
    const text = (description: string) =>
      `name: Typed on\ndescription: ${description}\nroot:\n  id: a\n  type: agent\n  agent: News writer\n`;
    const page = await scene.open('/workflows/new?template=');
    await definition(page).fill(text('first'));
    const release = await holdAnswer(page, '/api/v1/workflows');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('button', { name: 'Saving…' }).waitFor();
    await definition(page).fill(text('second'));
    release();
    await page.waitForURL('**/workflows/wfl_*/edit');
    await definition(page).getByText('description: second').waitFor();
    await page.getByRole('button', { name: 'Publish revision 2' }).click();
    await page.getByText('Based on revision 2').waitFor();
  });
});

describe('a workflow', () => {
  test('that somebody else saved meanwhile is merged, and nothing of either is lost', async () => {
    const body = (description: string) => ({
      name: 'Merged workflow',
      description,
      root: { id: 'a', type: 'agent' as const, agent: 'News writer' },
    });
    const { id } = await scene.client.workflows.create(body('first'));
    const page = await scene.open(`/workflows/${id}/edit`);
    await definition(page).waitFor();
    await importFile(page, 'mine.json', JSON.stringify(body('mine')));
    await scene.client.workflows.replace(id, body('theirs'), { ifMatch: 1 });
    await page.getByRole('button', { name: 'Publish revision 2' }).click();
    const dialog = page.getByRole('dialog', { name: 'Somebody else saved it first' });
    await dialog.getByText('theirs').waitFor();
    await dialog.getByText('mine').waitFor();
    expect(await scene.client.workflows.get(id)).toMatchObject({ revision: 2, description: 'theirs' });
    await dialog.getByRole('button', { name: 'Keep editing' }).click();
    await definition(page).getByText('mine').waitFor();
    await page.getByRole('button', { name: 'Publish revision 2' }).click();
    await dialog.getByRole('button', { name: 'Save as revision 3' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Based on revision 3').waitFor();
    expect(await scene.client.workflows.get(id)).toMatchObject({ revision: 3, description: 'mine' });
  });
});

describe('an agent', () => {
  test('that somebody else saved meanwhile is merged, and nothing of either is lost', async () => {
    const agent = await scene.client.agents.create({ name: 'Merged', description: 'one', instructions: 'Answer.' });
    const page = await scene.open(`/agents/${agent.id}`);
    await page.getByRole('textbox', { name: 'Description' }).fill('mine');
    await scene.client.agents.replace(agent.id, { name: 'Merged', description: 'theirs', instructions: 'Answer.' }, { ifMatch: 1 });
    await page.getByRole('button', { name: 'Publish revision 2' }).click();

    const dialog = page.getByRole('dialog', { name: 'Somebody else saved it first' });
    await dialog.getByText('theirs').waitFor();
    // What was shown at once is taken back: nothing of it was saved.
    expect(await scene.client.agents.get(agent.id)).toMatchObject({ revision: 2, description: 'theirs' });
    const mine = dialog.getByRole('textbox').last();
    await mine.fill('name: [');
    await dialog.getByText('It cannot be read').waitFor();
    expect(await dialog.getByRole('button', { name: 'Save as revision 3' }).isDisabled()).toBe(true);
    await mine.fill('name: Merged\ndescription: theirs and mine\ninstructions: Answer.\n');
    await dialog.getByRole('button', { name: 'Save as revision 3' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Revision 3').first().waitFor();
    expect(await page.getByRole('textbox', { name: 'Description' }).inputValue()).toBe('theirs and mine');
    expect(await scene.client.agents.get(agent.id)).toMatchObject({
      revision: 3,
      description: 'theirs and mine',
      limits: { maxTurns: 10 },
    });
  });

  test('answers in the playground as it stands in the form, unsaved, with its tools, what it used and what it did', async () => {
    const page = await scene.open('/agents/new');
    await page.getByRole('textbox', { name: 'Name' }).fill('Not saved');
    await page.getByRole('textbox', { name: 'Instructions' }).fill('Count.');
    await page.getByRole('checkbox', { name: /^text_statistics/ }).check();
    const playground = page.getByRole('region', { name: 'Try it' });
    const ask = async (text: string) => {
      await playground.getByRole('textbox', { name: 'Your message' }).fill(text);
      await playground.getByRole('button', { name: 'Send' }).click();
    };
    await ask('How many words?');
    await playground.getByText('Three words, says the tool.').last().waitFor();
    await playground.getByText('text_statistics').waitFor();
    await playground.getByText('2 calls').waitFor();
    await playground.getByText(/tokens in/).waitFor();
    await playground.getByText(/price unknown|USD/).waitFor();

    await ask('Slowly');
    await playground.getByText('first second').last().waitFor();
    expect(await playground.getByText('third').count()).toBe(0);
    await scene.fake.release('slow');
    await playground.getByRole('status').filter({ hasText: 'Not saved: first second third' }).waitFor({ state: 'attached' });
    await playground.getByRole('link', { name: 'Everything it did' }).last().click();
    await page.waitForURL('**/executions/exe_*');
    expect((await scene.client.agents.list({ limit: 200 })).items.some(({ name }) => name === 'Not saved')).toBe(false);
  });

  test('shows what the API refuses at its field, and a restored revision in all of them', async () => {
    const schema = { type: 'object', properties: { old: { type: 'string' } } };
    const agent = await scene.client.agents.create({ name: 'Restored', output: schema });
    await scene.client.agents.replace(agent.id, { name: 'Restored', output: { type: 'object' }, limits: { maxTurns: 3 } }, { ifMatch: 1 });
    const page = await scene.open(`/agents/${agent.id}`);
    await page.getByRole('textbox', { name: 'JSON Schema of the output' }).waitFor();
    await page.getByRole('spinbutton', { name: 'Model calls in a turn' }).fill('5000');
    await page.getByRole('button', { name: 'Publish revision 3' }).click();
    await page.getByRole('spinbutton', { name: 'Model calls in a turn' }).and(page.locator('[aria-invalid=true]')).waitFor();
    await page.getByRole('button', { name: 'Revision 1' }).click();
    await page.getByRole('button', { name: 'Restore revision 1' }).click();
    await page.getByRole('textbox', { name: 'JSON Schema of the output' }).getByText('"old"').waitFor();
    expect(await page.getByRole('spinbutton', { name: 'Model calls in a turn' }).inputValue()).toBe('10');
    await page.getByRole('button', { name: 'Publish revision 3' }).click();
    await waitUntil(async () => (await scene.client.agents.get(agent.id)).revision === 3, 10_000, 'Nothing was published');
    expect(await scene.client.agents.get(agent.id)).toMatchObject({ revision: 3, output: schema, limits: { maxTurns: 10 } });
  });
});

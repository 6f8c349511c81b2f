import type { Page } from 'playwright-core';
import { waitUntil } from '../../runtime/wait-until';
import { type PageScene, startPageScene } from '../browser/page-scene';

jest.setTimeout(120_000);

let scene: PageScene;

beforeAll(async () => {
  scene = await startPageScene([
    { when: { lastMessageIncludes: 'Who are you?' }, behaviour: { text: 'I am a draft that nobody saved.', tokenDelayMs: 20 } },
    { when: {}, behaviour: { text: 'Done.' } },
  ]);
});
afterAll(() => scene?.end());

/** What the API refuses shows in the console too; nothing else may. */
const REFUSED = /Failed to load resource: the server responded with a status of (400|409|412)/;
afterEach(async () => {
  expect(scene.takeOffences().filter((offence) => !REFUSED.test(offence))).toEqual([]);
  await scene.closePages();
});

const editor = (page: Page, name: string) => page.getByRole('textbox', { name });

/** Replaces all of a text editor's text, as a person does. */
async function type(page: Page, name: string, text: string): Promise<void> {
  await editor(page, name).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

describe('an agent', () => {
  it('is written, tried before it is saved, created, and found again', async () => {
    const page = await scene.open('/agents/new');
    await page.getByLabel('Name').fill('Herald');
    await type(page, 'Instructions', 'Announce.');
    await page.getByLabel('Your message').fill('Who are you?');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('I am a draft that nobody saved.', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Everything it did' }).waitFor();
    await page.getByRole('checkbox', { name: /text_statistics/ }).check();
    await page.getByRole('button', { name: 'Create' }).click();
    await page.waitForURL(/\/agents\/(?!new)/);
    const [agent] = (await scene.client.agents.list()).items;
    expect(agent).toMatchObject({ name: 'Herald', instructions: 'Announce.', tools: ['text_statistics'], revision: 1 });
  });

  it('that somebody else saved meanwhile is merged, and nothing of either is lost', async () => {
    const { id } = await scene.client.agents.create({ name: 'Shared', instructions: 'One.\nTwo.' });
    const page = await scene.open(`/agents/${id}`);
    await type(page, 'Instructions', 'One.\nTwo.\nThree, mine.');
    await scene.client.agents.replace(id, { name: 'Shared', description: 'Theirs.', instructions: 'One.\nTwo.' }, { ifMatch: 1 });
    await page.getByRole('button', { name: 'Publish revision 2' }).click();
    const dialog = page.getByRole('dialog', { name: 'Somebody else saved it first' });
    await dialog.waitFor();
    expect((await scene.client.agents.get(id)).revision).toBe(2);
    const mine = dialog.getByRole('textbox', { name: 'Yours' });
    await mine.click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText('name: Shared\ndescription: Theirs.\ninstructions: "One. Two. Three, mine."\n');
    await dialog.getByRole('button', { name: 'Save as revision 3' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await scene.client.agents.get(id)).toMatchObject({
      description: 'Theirs.',
      instructions: 'One. Two. Three, mine.',
      revision: 3,
    });
  });

  it('goes back to an earlier revision as a new one', async () => {
    const { id } = await scene.client.agents.create({ name: 'Undecided', instructions: 'First thought.' });
    await scene.client.agents.replace(id, { name: 'Undecided', instructions: 'Second thought.' }, { ifMatch: 1 });
    const page = await scene.open(`/agents/${id}`);
    await page.getByRole('button', { name: /^Revision 1/ }).click();
    await page.getByRole('button', { name: 'Restore revision 1' }).click();
    await page.getByRole('button', { name: 'Publish revision 3' }).click();
    // It stands there before the API has it.
    await page.getByText('Revision 3 ·').waitFor();
    await waitUntil(async () => (await scene.client.agents.get(id)).revision === 3, 10_000, 'Nothing was published');
    expect(await scene.client.agents.get(id)).toMatchObject({ instructions: 'First thought.' });
    expect(await page.getByText('Revision 3 ·').count()).toBe(1);
  });

  it('that the API refuses keeps what was typed, with the reason at the field', async () => {
    const page = await scene.open('/agents/new');
    await page.getByLabel('Name').fill('Undecided');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('name_taken').waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('Undecided');
  });

  it('that a workflow names is not deleted, and the page says why', async () => {
    const { items } = await scene.client.agents.list();
    const used = items.find(({ name }) => name === 'Reviewer');
    const page = await scene.open(`/agents/${used?.id}`);
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByText('in_use').waitFor();
    expect(await scene.client.agents.get(used?.id ?? '')).toMatchObject({ name: 'Reviewer' });
  });
});

describe('a workflow', () => {
  it('begins as a template, is renamed and created, and can be started', async () => {
    const page = await scene.open('/workflows/new');
    await page.getByRole('link', { name: 'Debate' }).click();
    const text = editor(page, 'Definition of the workflow');
    await text.waitFor();
    await text.click();
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.press('End');
    await page.keyboard.insertText(' of our own');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'Debate of our own' }).waitFor();
    await page.getByRole('button', { name: /start/i }).first().waitFor();
  });

  it('shows each mistake at its line, and saves nothing until it is right', async () => {
    const page = await scene.open('/workflows/new?template=');
    const before = (await scene.client.workflows.list()).items.length;
    await type(page, 'Definition of the workflow', 'name: Row\nroot:\n  id: row\n  type: agent\n  agent: Nobody\n');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('Line 5: There is no agent Nobody').waitFor();
    await type(page, 'Definition of the workflow', 'name: Row\nroot: [\n');
    await page
      .getByRole('list', { name: 'Problems' })
      .getByText(/^Line \d/)
      .first()
      .waitFor();
    expect(await page.getByRole('button', { name: 'Create' }).isDisabled()).toBe(true);
    expect((await scene.client.workflows.list()).items).toHaveLength(before);
  });

  it('is completed while it is typed', async () => {
    const page = await scene.open('/workflows/new?template=');
    // What there is to choose from is read after the page.
    await page.waitForLoadState('networkidle');
    await type(page, 'Definition of the workflow', 'name: Row\nroot:\n  id: row\n  type: agent\n  agent: ');
    await page.keyboard.type('Rev');
    await page.getByRole('option', { name: 'Reviewer' }).click();
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'Row' }).waitFor();
  });
});

import type { Page } from 'playwright-core';
import type { Scene } from './fill-studio';

/** One state of one page. */
export interface Shot {
  name: string;
  path: (scene: Scene) => string;
  /** Before the page is opened. */
  before?: (page: Page) => Promise<unknown>;
  /** Brings the page to the state. */
  prepare?: (page: Page) => Promise<unknown>;
  /** Also as wide as a large screen. */
  huge?: true;
}

const of =
  (which: keyof Scene, suffix = '') =>
  (scene: Scene) =>
    `/executions/${scene[which]}${suffix}`;
const at = (path: string) => () => path;
const graphIsThere = (page: Page) => page.locator('.react-flow__node').first().waitFor();
/** However small: the README's picture says what all is in it. */
const wholeGraph = async (page: Page) => {
  await graphIsThere(page);
  await page.getByRole('button', { name: 'Fit View' }).click();
};
/** What a tab shows, which is below the steps where it is narrow. */
const tabIsThere = (ready: (page: Page) => Promise<unknown>) => async (page: Page) => {
  await ready(page);
  await page
    .getByRole('tablist')
    .first()
    .evaluate((element) => element.scrollIntoView());
};
const seeText = (text: string | RegExp) => (page: Page) => page.getByText(text).filter({ visible: true }).first().waitFor();
const click = (name: string) => (page: Page) => page.getByRole('button', { name }).first().click();
/** As it is while an answer of the API is on its way, and when none comes. */
const neverAnswer = (page: Page) => page.route('**/api/v1/executions?**', () => undefined);
const breakDown = (page: Page) => page.route('**/api/v1/executions?**', (route) => route.abort());

/** Every page and state that is worth a look. */
export const SHOTS: readonly Shot[] = [
  { name: 'executions', path: at('/executions'), prepare: seeText('Newsroom'), huge: true },
  { name: 'executions-empty', path: at('/executions?status=budget_exhausted'), prepare: seeText('No execution fits') },
  { name: 'executions-loading', path: at('/executions'), before: neverAnswer },
  { name: 'executions-error', path: at('/executions'), before: breakDown, prepare: seeText('could not be read') },
  {
    name: 'palette',
    path: at('/executions'),
    prepare: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('listbox').getByText('Newsroom').first().waitFor();
    },
  },
  { name: 'execution', path: of('article'), prepare: seeText('Completed') },
  { name: 'execution-chat', path: of('debate'), prepare: seeText('Completed') },
  { name: 'execution-paused', path: of('paused'), prepare: seeText('Paused') },
  { name: 'execution-failed', path: of('failed'), prepare: seeText('Failed') },
  { name: 'execution-very-long', path: of('long'), prepare: seeText('Failed') },
  { name: 'execution-missing', path: at('/executions/exe_missing'), prepare: seeText('There is no such execution') },
  {
    name: 'call',
    path: of('article', '?call=article%2Freview%3Am2'),
    prepare: (page) => page.getByRole('complementary', { name: 'Call' }).waitFor(),
  },
  { name: 'graph-chat', path: of('debate', '?tab=graph'), prepare: tabIsThere(graphIsThere) },
  { name: 'graph-handoff', path: of('helpDesk', '?tab=graph'), prepare: tabIsThere(graphIsThere) },
  { name: 'graph-newsroom', path: of('newsroom', '?tab=graph'), prepare: tabIsThere(wholeGraph), huge: true },
  { name: 'graph-desk', path: of('desk', '?tab=graph'), prepare: tabIsThere(graphIsThere) },
  { name: 'graph-decision', path: of('decision', '?tab=graph'), prepare: tabIsThere(graphIsThere) },
  {
    name: 'timeline',
    path: of('newsroom', '?tab=timeline'),
    prepare: tabIsThere((page) => page.getByRole('region', { name: 'Timeline' }).waitFor()),
  },
  { name: 'events', path: of('debate', '?tab=events&seq=4'), prepare: tabIsThere(seeText('stepStarted')) },
  { name: 'files', path: of('newsroom', '?tab=files'), prepare: tabIsThere(seeText(/Save|No file was kept/)) },
  { name: 'history', path: of('debate', '?tab=history&superstep=3'), prepare: tabIsThere(seeText('Fork it here')) },
  {
    name: 'compare',
    path: ({ debate, fork }) => `/executions/${debate}/compare/${fork}`,
    prepare: (page) => page.getByRole('table').first().waitFor(),
  },
  { name: 'inbox', path: at('/inbox'), prepare: (page) => page.getByLabel('Amount').first().waitFor() },
  { name: 'inbox-decided', path: at('/inbox?show=decided') },
  { name: 'workflows', path: at('/workflows'), prepare: seeText('Newsroom') },
  { name: 'workflow', path: ({ workflow }) => `/workflows/${workflow}`, prepare: graphIsThere },
  { name: 'workflow-editor', path: ({ workflow }) => `/workflows/${workflow}/edit`, prepare: graphIsThere },
  { name: 'workflow-templates', path: at('/workflows/new'), prepare: seeText('Newsroom') },
  { name: 'agents', path: at('/agents'), prepare: seeText('Debate moderator') },
  { name: 'agent', path: ({ agent }) => `/agents/${agent}`, prepare: (page) => page.locator('.cm-content').first().waitFor() },
  {
    name: 'agent-playground',
    path: ({ agent }) => `/agents/${agent}`,
    prepare: async (page) => {
      await page.getByRole('textbox', { name: 'Your message' }).fill('Is it settled?');
      await click('Send')(page);
      await page.getByText('Everything it did').waitFor();
      await page
        .getByText(/tokens in/)
        .first()
        .waitFor();
    },
  },
  { name: 'scripted-model', path: at('/executions'), prepare: (page) => page.getByText('Use a real model').click() },
  { name: 'not-found', path: at('/nowhere'), prepare: seeText('There is no such page') },
];

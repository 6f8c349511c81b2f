import type { Page } from 'playwright-core';
import type { Client } from '../../../client';

/** One state of one page. */
export interface Shot {
  name: string;
  /** Its address; null when the Studio has nothing to show it with. */
  path: (client: Client) => Promise<string | null>;
  /** Brings the page to the state. */
  prepare?: (page: Page) => Promise<unknown>;
}

const at = (path: string) => async () => path;
const ofNewest = (workflow: string, suffix: string) => async (client: Client) => {
  const { items } = await client.executions.list({ limit: 200 });
  const found = items.find(({ name }) => name === workflow);
  return found === undefined ? null : `/executions/${found.id}${suffix}`;
};

const ofOriginal = (workflow: string, suffix: string) => async (client: Client) => {
  for await (const { id, name, forkedFrom } of client.executions.list({ limit: 200 })) {
    if (name === workflow && forkedFrom === undefined) return `/executions/${id}${suffix}`;
  }
  return null;
};
const comparison = (workflow: string) => async (client: Client) => {
  for await (const { id, name, forkedFrom } of client.executions.list({ limit: 200 })) {
    if (name === workflow && forkedFrom !== undefined) return `/executions/${forkedFrom.executionId}/compare/${id}`;
  }
  return null;
};

const graphIsThere = (page: Page) => page.locator('.react-flow__node').first().waitFor();

/** Every page and state that is worth a look. */
export const SHOTS: readonly Shot[] = [
  { name: 'executions', path: at('/executions') },
  { name: 'executions-none-fit', path: at('/executions?status=budget_exhausted') },
  {
    name: 'palette',
    path: at('/executions'),
    prepare: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('option').first().waitFor();
    },
  },
  { name: 'execution', path: ofNewest('Research, write, review', '') },
  { name: 'execution-chat', path: ofNewest('Debate', '') },
  { name: 'execution-call', path: ofNewest('Research, write, review', '?call=article%2Freview%3Am2') },
  { name: 'graph-chat', path: ofNewest('Debate', '?tab=graph'), prepare: graphIsThere },
  { name: 'graph-handoff', path: ofNewest('IT help desk', '?tab=graph'), prepare: graphIsThere },
  { name: 'graph-newsroom', path: ofNewest('Newsroom', '?tab=graph'), prepare: graphIsThere },
  { name: 'graph-desk', path: ofNewest('Customer care desk', '?tab=graph'), prepare: graphIsThere },
  { name: 'graph-decision', path: ofNewest('Decision with a vote', '?tab=graph'), prepare: graphIsThere },
  { name: 'timeline', path: ofNewest('Newsroom', '?tab=timeline') },
  { name: 'timeline-chat', path: ofNewest('Debate', '?tab=timeline') },
  { name: 'events', path: ofNewest('Debate', '?tab=events&seq=4') },
  { name: 'files', path: ofNewest('Debate', '?tab=files') },
  { name: 'history', path: ofOriginal('Debate', '?tab=history&superstep=3'), prepare: (page) => page.getByText('Fork it here').waitFor() },
  { name: 'compare', path: comparison('Debate'), prepare: (page) => page.getByRole('table').waitFor() },
  { name: 'execution-missing', path: at('/executions/exe_missing') },
  { name: 'inbox', path: at('/inbox'), prepare: (page) => page.getByRole('button', { name: 'Approve' }).first().waitFor() },
  { name: 'workflows', path: at('/workflows') },
  { name: 'agents', path: at('/agents') },
  { name: 'not-found', path: at('/nowhere') },
];

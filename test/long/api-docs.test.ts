import type { Browser } from 'playwright-core';
import { startApi, type TestApi } from '../api/harness/start-api';
import { startBrowser } from '../harness/browser';

let api: TestApi;
let browser: Browser;
beforeAll(async () => {
  [api, browser] = await Promise.all([startApi(), startBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await api.close();
});

it('shows every endpoint, loads nothing from elsewhere, breaks no rule of its policy, and sends a request', async () => {
  const page = await browser.newPage();
  const complaints: string[] = [];
  const foreign: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on(
    'request',
    (request) => !/^(data:|blob:)/.test(request.url()) && !request.url().startsWith(api.url) && foreign.push(request.url()),
  );
  await page.goto(`${api.url}/docs`);
  await page.locator('#operations-agents-listAgents').waitFor();
  expect(await page.locator('.opblock').count()).toBeGreaterThan(30);

  const operation = page.locator('#operations-product-getHealth');
  await operation.locator('button.opblock-summary-control').click();
  await operation.locator('button.execute').click();
  await operation.locator('.live-responses-table .response-col_status', { hasText: '200' }).first().waitFor();
  await page.locator('#operations-workflows-createWorkflow button.opblock-summary-control').click();
  await page.locator('#operations-workflows-createWorkflow textarea.body-param__text').waitFor();
  expect(foreign).toEqual([]);
  expect(complaints).toEqual([]);
});

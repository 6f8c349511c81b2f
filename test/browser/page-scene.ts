import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type Client, createClient } from '../../client';
import type { Rule } from '../fakes/openai/behaviour';
import { type FakeOpenAiServerProcess, startFakeOpenAiServer } from '../fakes/openai-server-process';
import { startBrowser } from '../harness/browser';
import { type StartStudioOptions, startStudio, type TestStudio } from '../harness/studio';

/** A whole product, the fake model that it uses, and a browser. */
export interface PageScene {
  studio: TestStudio;
  fake: FakeOpenAiServerProcess;
  client: Client;
  /** Opens a path of the Studio in a tab. */
  open(path: string): Promise<Page>;
  /** Closes every tab. */
  closePages(): Promise<void>;
  /** What no page may do and one did since the last call: foreign requests, errors, what the security policy blocked. */
  takeOffences(): string[];
  end(): Promise<void>;
}

/**
 * Starts all three; the fake behaves by `rules` from the first call on, that of the example execution. With `env` the
 * product gets other variables, for instance no provider, so that the scripted model speaks.
 */
export async function startPageScene(rules: Rule[], env: StartStudioOptions['env'] = {}): Promise<PageScene> {
  const undo: (() => Promise<unknown>)[] = [];
  const end = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const fake = await startFakeOpenAiServer(rules);
    undo.push(() => fake.close());
    const [studio, browser] = await Promise.all([
      startStudio({ env: { OPENAI_BASE_URL: fake.url, STUDIO_LOG_LEVEL: 'warn', ...env } }).then((started) => {
        undo.push(() => started.cleanUp());
        return started;
      }),
      startBrowser().then((started: Browser) => {
        undo.push(() => started.close());
        return started;
      }),
    ]);
    const context = await browser.newContext({ baseURL: studio.url, viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(20_000);
    const offences: string[] = [];
    watchContext(context, new URL(studio.url).host, offences);
    return {
      studio,
      fake,
      client: createClient({ url: studio.url }),
      async open(path) {
        const page = await context.newPage();
        await page.goto(path);
        return page;
      },
      closePages: async () => {
        for (const page of context.pages()) await page.close();
      },
      takeOffences: () => offences.splice(0),
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Chromium reports to the console what the page logs as an error, what its policy blocked and what failed to load. */
function watchContext(context: BrowserContext, host: string, offences: string[]): void {
  const checkAddress = (url: string) => {
    if (/^(https?|wss?):/.test(url) && new URL(url).host !== host) offences.push(`a request to ${url}`);
  };
  context.on('request', (request) => checkAddress(request.url()));
  context.on('console', (message) => {
    if (message.type() === 'error') offences.push(message.text());
  });
  context.on('weberror', (error) => offences.push(String(error.error())));
  context.on('page', (page) => page.on('websocket', (socket) => checkAddress(socket.url())));
}

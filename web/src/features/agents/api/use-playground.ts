import { type AgentBody, EMPTY_VIEW, type ExecutionView, foldItems, hasEnded, type WatchItem } from '@client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { client } from '@/lib/client';
import { toAnswer } from '../model/answer';
import { toNextInput } from '../model/conversation';
import type { Draft } from '../model/draft';

/** One question to the draft, and what came of it so far. */
export interface PlaygroundRun {
  number: number;
  question: string;
  executionId: string | null;
  view: ExecutionView;
  /** When the connection was lost: what is shown is as of then. Null while there is one. */
  asOf: string | null;
  failure: Error | null;
}

/** However fast text comes, the page is drawn at most this often. */
const DRAW_EVERY_MS = 40;

/** Lets the unsaved draft answer; every question is a durable execution of its own, which goes on when the page does not. */
export function usePlayground() {
  const [runs, setRuns] = useState<readonly PlaygroundRun[]>([]);
  const stop = useRef(new AbortController());
  const asked = useRef(0);
  useEffect(() => () => stop.current.abort(), []);

  const ask = useCallback(
    async (draft: Draft, question: string) => {
      const number = asked.current++;
      const { signal } = stop.current;
      const change = (how: (run: PlaygroundRun) => PlaygroundRun) =>
        setRuns((all) => all.map((run) => (run.number === number ? how(run) : run)));
      const earlier = runs.map(({ question: asked, view }) => ({ question: asked, answer: toAnswer(view).text }));
      setRuns([...runs, { number, question, executionId: null, view: EMPTY_VIEW, asOf: null, failure: null }]);
      let waiting: WatchItem[] = [];
      let timer: ReturnType<typeof setTimeout> | undefined;
      const draw = () => {
        timer = undefined;
        const items = waiting;
        waiting = [];
        const connection = items.findLast((item) => item.type === 'connection');
        change((run) => ({ ...run, view: foldItems(run.view, items), ...(connection !== undefined && toConnected(connection)) }));
      };
      try {
        const input = toNextInput(earlier, question);
        for await (const item of client.agents.stream({ definition: draft as AgentBody, input }, { signal })) {
          waiting.push(item);
          timer ??= setTimeout(draw, DRAW_EVERY_MS);
        }
      } catch (error) {
        change((run) => ({ ...run, failure: error instanceof Error ? error : new Error(String(error)) }));
      } finally {
        clearTimeout(timer);
        draw();
      }
    },
    [runs],
  );

  const last = runs.at(-1);
  const busy = last !== undefined && last.failure === null && !hasEnded(last.view.status);
  // What is being answered goes on, and is not shown any more.
  const clear = () => {
    stop.current.abort();
    stop.current = new AbortController();
    setRuns([]);
  };
  return { runs, ask, busy, clear };
}

/** What a run knows from news of its connection. */
function toConnected(news: Extract<WatchItem, { type: 'connection' }>): Partial<PlaygroundRun> {
  return news.state === 'connected' ? { executionId: news.execution.id, asOf: null } : { asOf: news.at };
}

import { type Execution, hasEnded, type Step } from '@client';
import { ArrowDown } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { Button } from '@/components/button';
import { FailureNote } from '@/components/error-note';
import { toNumberText } from '@/lib/format';
import { useFeedPages } from '../../api/use-event-pages';
import { usePlaceInAddress } from '../../api/use-place-in-address';
import { BLOCK, foldPage, toBlock, toLivePart, toPageOfBlock } from '../../model/feed-blocks';
import type { LiveExecution } from '../../model/live-execution';
import { ExecutionInput } from '../execution-input';
import { SpeakerColors, useSpeakerColors } from '../speaker-mark';
import { ChatComposer } from '../steering/chat-composer';
import { useFollow } from '../use-follow';
import { FeedBlock } from './feed-block';
import { LongTail } from './long-tail';
import { useLongRows } from './use-long-rows';

interface LongTranscriptProps {
  execution: Execution;
  live: LiveExecution;
  root: Step | null;
}

/** All that was said in a long execution, in the order of the feed; what is in sight is drawn and, unless it is new, read. */
export function LongTranscript({ execution, live, root }: LongTranscriptProps) {
  const { view, skipped } = live;
  const lastSeq = Math.max(view.lastSeq, live.lastSeq);
  const blocks = toBlock(lastSeq) + 1;
  const place = usePlaceInAddress(execution.id);
  const scroller = useRef<HTMLDivElement>(null);
  const { rows, height, measure, isSettled, scrollToBlock } = useLongRows(scroller, blocks);
  const { away, jump } = useFollow(!place.named, scroller);
  // An address that names no place any more leads to the end.
  useEffect(() => {
    if (!place.named) jump();
  }, [place.named, jump]);
  const shown = rows.flatMap(({ block }) => (block !== null && block * BLOCK < skipped ? [toPageOfBlock(block)] : []));
  // The page after one has the results of its last tool calls.
  const wanted = [...new Set(shown.flatMap((page) => [page, page + 1]))].filter((page) => toPageOfBlock(toBlock(skipped)) >= page);
  const { pages, error } = useFeedPages(execution.id, wanted, lastSeq);
  const livePart = useMemo(() => toLivePart(view), [view]);
  const speakers = useSpeakerColors(view);
  const partOf = (block: number) => {
    if (block * BLOCK >= skipped) return block <= toBlock(view.lastSeq) ? livePart : null;
    const events = pages.get(toPageOfBlock(block));
    return events === undefined ? null : foldPage(events, pages.get(toPageOfBlock(block) + 1));
  };
  const reached = place.seq !== null && place.seq <= lastSeq;
  const isRead = (block: number) => block >= blocks || partOf(block) !== null;
  const there = place.seq !== null && reached && isRead(toBlock(place.seq)) && isRead(toBlock(place.seq) + 1);
  useArrival(scroller, place, reached, () => there && isSettled(), scrollToBlock);
  return (
    <section aria-label="Transcript" className="flex h-full flex-col">
      {error !== null && <FailureNote title="Not all that was said could be read" error={error} />}
      {place.problem !== null && <FailureNote title="The address leads nowhere" error={new Error(place.problem)} />}
      <div className="relative min-h-0 flex-1">
        <div
          ref={scroller}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          // Its rows are measured, so what is in them must not have a guessed height out of sight: a place would move away from who came for it.
          className="h-full max-h-[75dvh] overflow-y-auto px-4 py-5 -outline-offset-2 [overflow-anchor:none] sm:px-6 lg:max-h-none lg:px-8 [&_.drawn-in-sight]:[content-visibility:visible]"
        >
          <SpeakerColors value={speakers}>
            <div className="relative mx-auto max-w-3xl" style={{ height }}>
              {rows.map(({ key, index, block, start }) => {
                const part = block === null ? null : partOf(block);
                return (
                  <div
                    key={key}
                    ref={measure}
                    data-index={index}
                    className="absolute inset-x-0"
                    style={{ transform: `translateY(${start}px)` }}
                  >
                    {key === 'head' && <ExecutionInput input={execution.input} />}
                    {key === 'tail' && <LongTail execution={execution} view={view} />}
                    {block !== null && part !== null && (
                      <FeedBlock block={block} part={part} executionId={execution.id} chosen={place.seq} />
                    )}
                    {block !== null && part === null && (
                      <p className="h-80 text-ink-faint text-xs">
                        Events {toNumberText(block * BLOCK + 1)} to {toNumberText((block + 1) * BLOCK)}…
                      </p>
                    )}
                  </div>
                );
              })}
            </div>
          </SpeakerColors>
        </div>
        {(away || place.named) && <ToTheEnd live={!hasEnded(view.status)} onGo={jump} />}
      </div>
      <ChatComposer executionId={execution.id} root={root} view={view} />
    </section>
  );
}

function ToTheEnd({ live, onGo }: { live: boolean; onGo: () => void }) {
  const [query] = useSearchParams();
  const navigate = useNavigate();
  const go = () => {
    const rest = new URLSearchParams(query);
    rest.delete('seq');
    void navigate({ search: rest.toString(), hash: '' });
    onGo();
  };
  return (
    <Button onClick={go} className="absolute bottom-4 left-1/2 -translate-x-1/2 shadow-lg">
      <ArrowDown aria-hidden className="size-4" /> {live ? 'Follow' : 'To the end'}
    </Button>
  );
}

/** Scrolls to the place that the address names, once for each time that it is asked for, and exactly when what is there has been read. */
function useArrival(
  scroller: { current: HTMLElement | null },
  { seq, key }: { seq: number | null; key: string },
  reached: boolean,
  isThere: () => boolean,
  scrollToBlock: (block: number) => void,
): void {
  const done = useRef<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time that it is asked for
  useEffect(() => {
    if (reached && seq !== null && done.current !== key) scrollToBlock(toBlock(seq));
  }, [key, seq, reached]);
  useEffect(() => {
    // Before its rows have their places, what is in sight is worked out from what they were, and the place is taken away again.
    if (seq === null || done.current === key || !isThere()) return;
    const drawn = [...(scroller.current?.querySelectorAll<HTMLElement>('[data-seq]') ?? [])];
    const entry = drawn.find((element) => Number(element.dataset.seq) >= seq);
    if (entry === undefined) return;
    done.current = key;
    // What a step says comes a few events after its beginning; where nothing was said soon, the block itself is the place.
    if (toBlock(Number(entry.dataset.seq)) <= toBlock(seq) + 1) entry.scrollIntoView({ block: 'start' });
  });
}

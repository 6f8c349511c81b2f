import { type Attempt, type ExecutionView, type Json, toStepPath } from '@client';
import { Link2, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { Boundary } from '@/components/boundary';
import { CopyButton } from '@/components/copy-button';
import { FailureNote } from '@/components/error-note';
import { RichText } from '@/components/rich-text';
import { keepFocusIn } from '@/lib/keep-focus-in';
import { useQueryState } from '@/lib/use-query-state';
import { useCallAttempts } from '../api/use-call-attempts';
import { useCallOutput } from '../api/use-call-output';
import { useCallView } from '../api/use-call-view';
import { toCallLabel } from '../model/call-attempts';
import { isUnheardOf, toCallFacts } from '../model/call-facts';
import { toCallHistory } from '../model/call-history';
import { CallAnswer } from './call-answer';
import { CallHistory } from './call-history';
import { CallSaw } from './call-saw';
import { ForkHere } from './fork-here';
import { ForkBehind } from './long/fork-behind';
import { Part } from './part';
import { RawView } from './raw-view';

interface InspectorProps {
  executionId: string;
  callId: string;
  view: ExecutionView;
  /** Those that were read for the whole execution. */
  attempts: readonly Attempt[];
  ended: boolean;
  /** The view has the end of the feed only. */
  long: boolean;
  stepNames: ReadonlyMap<string, string>;
}

/** One call: what it saw, what it answered, every attempt. Escape closes it. */
export function Inspector({ executionId, callId, view, attempts: known, ended, long, stepNames }: InspectorProps) {
  const [, setCall] = useQueryState('call');
  const heading = useRef<HTMLHeadingElement>(null);
  const { data: attempts = [], error, isPlaceholderData } = useCallAttempts(executionId, callId, !ended, known);
  const live = toCallFacts(callId, view, attempts);
  const told = useCallView(executionId, callId, long, !ended);
  const facts = isUnheardOf(live) && told.data !== undefined ? toCallFacts(callId, told.data, attempts) : live;
  const isUnseen = isUnheardOf(facts);
  const isRead = !isPlaceholderData && (!long || told.data !== undefined);
  const output = useCallOutput(executionId, callId, isUnseen && isRead && attempts.some(({ status }) => status === 'succeeded'));
  const label = toCallLabel(callId);
  const panel = useRef<HTMLElement>(null);
  const opener = useRef<Element>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another call is another thing to read
  useEffect(() => {
    if (!panel.current?.contains(document.activeElement)) opener.current = document.activeElement;
    heading.current?.focus();
  }, [callId]);
  const close = () => {
    setCall(null);
    if (opener.current instanceof HTMLElement) opener.current.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Escape') close();
    else if (getComputedStyle(event.currentTarget).position === 'fixed') keepFocusIn(event);
  };
  return (
    <aside
      ref={panel}
      aria-label="Call"
      onKeyDown={onKeyDown}
      className="fixed inset-y-0 right-0 z-20 order-4 flex w-[min(27rem,100vw)] flex-col border-line border-l bg-surface shadow-2xl xl:static xl:z-auto xl:w-96 xl:shadow-none 2xl:w-[27rem]"
    >
      <header className="flex items-start gap-2 border-line border-b px-4 py-3">
        <div className="min-w-0 flex-1">
          <h2 ref={heading} tabIndex={-1} className="font-semibold outline-none [overflow-wrap:anywhere]">
            {stepNames.get(toStepPath(callId)) ?? label.step}
            <span className="font-normal text-ink-faint"> {label.call}</span>
          </h2>
          <p className="flex items-center gap-1 text-ink-faint text-xs">
            <span className="truncate font-mono">{callId}</span>
            <CopyButton text={callId} what="the call's id" />
            <CopyButton text={window.location.href} what="the link to this call" icon={Link2} />
          </p>
        </div>
        <button
          type="button"
          aria-label="Close"
          onClick={close}
          className="grid size-7 shrink-0 place-items-center rounded hover:bg-raised"
        >
          <X aria-hidden className="size-4" />
        </button>
      </header>
      <div className="min-h-0 flex-1 space-y-5 overflow-y-auto p-4">
        <Boundary what="The call" key={callId}>
          {error !== null && <FailureNote title="Its attempts could not be read" error={error} />}
          {told.error !== null && <FailureNote title="What the feed tells of it could not be read" error={told.error} />}
          {facts.attempts.length === 0 && isUnseen && error === null && isRead && (
            <p className="text-ink-faint">This execution has made no such call; what a fork took over is with its original.</p>
          )}
          <CallAnswer facts={facts} executionId={executionId} />
          {output.error !== null && <FailureNote title="Its answer could not be read" error={output.error} />}
          {isUnseen && output.data !== undefined && (
            <Part title="Answered">
              <RichText text={output.data.text} />
            </Part>
          )}
          {long ? <ForkBehind executionId={executionId} stepPath={toStepPath(callId)} /> : <ForkHere stepPath={toStepPath(callId)} />}
          {facts.attempts.length > 0 && (
            <Part title="Attempts">
              <CallHistory executionId={executionId} moments={toCallHistory(callId, attempts, told.data ?? view, facts.message?.model)} />
            </Part>
          )}
          {facts.attempts[0]?.kind === 'model' && <CallSaw executionId={executionId} callId={callId} />}
          <RawView label="All of it as JSON" value={facts as unknown as Json} />
        </Boundary>
      </div>
    </aside>
  );
}

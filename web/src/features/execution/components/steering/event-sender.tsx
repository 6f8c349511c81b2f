import { StudioError } from '@client';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/button';
import { FailureNote } from '@/components/error-note';
import { Field } from '@/components/field';
import { Select } from '@/components/select';
import { TimeLeft } from '@/components/time-left';
import { toCountText } from '@/lib/format';
import { useSendEvent } from '../../api/use-send-event';
import type { AwaitedEvent } from '../../model/awaited-events';
import { type EventDraft, toEventBody } from '../../model/event-body';
import { StepLink } from '../step-link';

const EMPTY: EventDraft = { text: '', payload: '' };
const AREA = 'w-full rounded-md border border-line-strong bg-surface px-2.5 py-1.5 text-[0.8125rem] aria-[invalid]:border-bad';

interface EventSenderProps {
  executionId: string;
  events: readonly AwaitedEvent[];
  /** The first is meant, and what is around says which that is. */
  fixed?: boolean;
}

/** Sends one of the events that steps of an execution wait for, or will. */
export function EventSender({ executionId, events, fixed = false }: EventSenderProps) {
  const send = useSendEvent(executionId);
  const [chosen, setChosen] = useState<string | null>(null);
  const [draft, setDraft] = useState(EMPTY);
  const [problem, setProblem] = useState<string>();
  const event = events.find(({ name }) => name === chosen) ?? events[0];
  if (event === undefined) return null;

  const set = (changes: Partial<EventDraft>) => {
    setDraft({ ...draft, ...changes });
    setProblem(undefined);
    send.reset();
  };
  const onSubmit = (submitted: FormEvent) => {
    submitted.preventDefault();
    const read = toEventBody(event.name, draft);
    if ('problem' in read) setProblem(read.problem);
    else send.mutate(read.body, { onSuccess: () => setDraft(EMPTY) });
  };
  const of = (path: string) => (send.error instanceof StudioError ? send.error.errors.find((one) => one.path.startsWith(path)) : undefined);
  const placed = of('/payload') ?? of('/text');
  return (
    <form onSubmit={onSubmit} className="space-y-3">
      {!fixed && <EventChoice events={events} event={event} onChoose={setChosen} />}
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Text (optional)" problem={of('/text')?.message}>
          {(ids) => (
            <textarea {...ids} rows={2} value={draft.text} onChange={({ target }) => set({ text: target.value })} className={AREA} />
          )}
        </Field>
        <Field label="Payload (JSON, optional)" problem={problem ?? of('/payload')?.message}>
          {(ids) => (
            <textarea
              {...ids}
              rows={2}
              spellCheck={false}
              value={draft.payload}
              onChange={({ target }) => set({ payload: target.value })}
              className={`${AREA} font-mono text-xs`}
            />
          )}
        </Field>
      </div>
      {send.error !== null && placed === undefined && <FailureNote title="It was not sent" error={send.error} />}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" disabled={send.isPending}>
          {send.isPending ? 'Sending…' : 'Send the event'}
        </Button>
        <span role="status" className="text-ink-faint text-xs">
          {send.isSuccess && 'It was accepted; the step that waits for it takes it.'}
        </span>
      </div>
    </form>
  );
}

interface EventChoiceProps {
  events: readonly AwaitedEvent[];
  event: AwaitedEvent;
  onChoose: (name: string) => void;
}

function EventChoice({ events, event, onChoose }: EventChoiceProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-[0.8125rem]">
      <Select label="Which event" value={event.name} onChange={onChoose}>
        {events.map(({ name, waits }) => (
          <option key={name} value={name}>
            {waits.length > 0 ? `${name} (waited for now)` : name}
          </option>
        ))}
      </Select>
      <Waits event={event} />
    </div>
  );
}

/** Who takes it, and until when. */
function Waits({ event: { waits } }: { event: AwaitedEvent }) {
  const [first, ...others] = waits;
  if (first === undefined)
    return <span className="text-ink-faint text-xs">Nobody waits for it yet; it is kept for the step that will.</span>;
  return (
    <span className="flex flex-wrap items-center gap-2 text-ink-faint text-xs">
      <StepLink path={first.stepPath} className="rounded text-accent underline underline-offset-2">
        {first.stepPath}
      </StepLink>
      {others.length > 0 && `and ${toCountText(others.length, 'other')}; the one that began first takes it`}
      {first.until !== null && <TimeLeft until={first.until} />}
    </span>
  );
}

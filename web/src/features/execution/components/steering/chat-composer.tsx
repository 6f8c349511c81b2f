import { type ExecutionView, hasEnded, type Step, StudioError } from '@client';
import { SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { Button } from '@/components/button';
import { FailureNote } from '@/components/error-note';
import { INPUT } from '@/components/field';
import { Select } from '@/components/select';
import { useSay } from '../../api/use-say';
import { hasChat, toOpenChats } from '../../model/open-chats';

/** Who speaks when nobody says otherwise; the API's own default. */
const PERSON = 'human';

interface ChatComposerProps {
  executionId: string;
  root: Step | null;
  view: ExecutionView;
}

/** Where a person says something in a running chat; nothing where an execution has no chat. */
export function ChatComposer({ executionId, root, view }: ChatComposerProps) {
  const chats = toOpenChats(root, view);
  const say = useSay(executionId);
  const [text, setText] = useState('');
  const [as, setAs] = useState(PERSON);
  const [chosen, setChosen] = useState<string | null>(null);
  const id = useId();
  if ((chats.length === 0 && !hasChat(root)) || hasEnded(view.status)) return null;

  const chat = chats.find(({ stepPath }) => stepPath === chosen) ?? chats[0];
  const speaker = as.trim() === '' ? PERSON : as.trim();
  const isTaken = chat?.participants.includes(speaker) === true;
  const reason = chat === undefined ? 'No chat of this execution runs right now' : undefined;
  const send = () => {
    if (chat === undefined || isTaken || text.trim() === '' || say.isPending) return;
    setText('');
    // What was not accepted goes back to where it was written, unless something else stands there.
    const takeBack = () => setText((current) => (current === '' ? text : current));
    say.mutate({ text, as: speaker, stepPath: chat.stepPath, afterSeq: view.lastSeq }, { onError: takeBack });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  const problem = isTaken ? `${speaker} is a participant; say it under another name` : toNameProblem(say.error);
  return (
    <section
      aria-label="Say something in the chat"
      data-covers="bottom"
      className="sticky bottom-0 border-line border-t bg-surface px-4 py-3 sm:px-6 lg:px-8"
    >
      <div className="mx-auto max-w-3xl space-y-2">
        {say.error !== null && problem === undefined && <FailureNote title="It was not said" error={say.error} />}
        <div className="flex items-end gap-2">
          <textarea
            aria-label="Message to the chat"
            aria-describedby={`${id}-hint`}
            rows={Math.min(6, text.split('\n').length)}
            value={text}
            disabled={reason !== undefined}
            placeholder={reason ?? 'Say something to everyone'}
            onChange={({ target }) => setText(target.value)}
            onKeyDown={onKeyDown}
            className="max-h-40 min-h-8 min-w-0 flex-1 resize-none rounded-md border border-line-strong bg-surface px-2.5 py-1.5 text-[0.8125rem] placeholder:text-ink-faint disabled:opacity-60"
          />
          <Button variant="primary" disabled={reason !== undefined || isTaken || text.trim() === '' || say.isPending} onClick={send}>
            <SendHorizontal aria-hidden className="size-4" /> Say it
          </Button>
        </div>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-ink-faint text-xs">
          <label className="flex items-center gap-1.5">
            as
            <input
              value={as}
              maxLength={64}
              aria-label="Say it as"
              aria-invalid={problem === undefined ? undefined : true}
              aria-describedby={problem === undefined ? undefined : `${id}-problem`}
              onChange={({ target }) => setAs(target.value)}
              className={`${INPUT} w-28`}
            />
          </label>
          {chats.length > 1 && (
            <Select label="Which chat" value={chat?.stepPath ?? ''} onChange={setChosen}>
              {chats.map(({ stepPath, name }) => (
                <option key={stepPath} value={stepPath}>
                  {name}
                </option>
              ))}
            </Select>
          )}
          {problem !== undefined && (
            <span id={`${id}-problem`} role="alert" className="text-bad">
              {problem}
            </span>
          )}
          <span id={`${id}-hint`}>{reason ?? 'Everyone reads it before the next round. Shift+Enter: a new line.'}</span>
        </div>
      </div>
    </section>
  );
}

/** What the API has against the name; everything else stands above the field. */
function toNameProblem(error: Error | null): string | undefined {
  if (!(error instanceof StudioError)) return undefined;
  return error.errors.find(({ path }) => path === '/as')?.message;
}

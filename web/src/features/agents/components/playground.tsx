import { RotateCcw, Send } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/button';
import { Panel } from '@/components/panel';
import { usePlayground } from '../api/use-playground';
import type { Draft } from '../model/draft';
import { PlaygroundAnnouncer } from './playground-announcer';
import { PlaygroundExchange } from './playground-exchange';

/** A conversation with the draft as it stands in the form, saved or not. */
export function Playground({ draft }: { draft: Draft }) {
  const { runs, ask, busy, clear } = usePlayground();
  const [question, setQuestion] = useState('');
  const unnamed = draft.name.trim() === '';
  const send = (event?: FormEvent) => {
    event?.preventDefault();
    if (question.trim() === '' || busy || unnamed) return;
    setQuestion('');
    void ask(draft, question);
  };
  return (
    <Panel
      title="Try it"
      aside={
        runs.length > 0 && (
          <Button variant="quiet" onClick={clear}>
            <RotateCcw aria-hidden className="size-3.5" /> Start over
          </Button>
        )
      }
      bodyClassName="flex flex-col"
    >
      <div className="max-h-[50vh] min-h-40 space-y-5 overflow-y-auto px-4 py-3">
        {runs.length === 0 && (
          <p className="py-8 text-center text-ink-faint">The draft answers here, with its tools, before you save it.</p>
        )}
        {runs.map((run) => (
          <PlaygroundExchange key={run.number} run={run} agent={draft.name} />
        ))}
      </div>
      <PlaygroundAnnouncer runs={runs} agent={draft.name} />
      <form onSubmit={send} className="flex items-end gap-2 border-line border-t p-3">
        <textarea
          aria-label="Your message"
          rows={2}
          value={question}
          placeholder={unnamed ? 'Give it a name first' : 'Ask it something'}
          onChange={({ target }) => setQuestion(target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) send(event);
          }}
          className="min-h-8 w-full resize-y rounded-md border border-line-strong bg-surface px-2.5 py-1.5 placeholder:text-ink-faint"
        />
        <Button type="submit" variant="primary" disabled={busy || unnamed || question.trim() === ''} aria-label="Send">
          <Send aria-hidden className="size-4" />
        </Button>
      </form>
    </Panel>
  );
}

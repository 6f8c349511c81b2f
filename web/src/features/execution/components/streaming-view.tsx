import type { StreamingCall } from '@client';
import { Tag } from '@/components/tag';
import { classes } from '@/lib/classes';
import { Speech } from './speech';

/** Text while it is being written, or what is left of an attempt that was lost. */
export function StreamingView({ call }: { call: StreamingCall }) {
  const { agent, attempt, text, state } = call;
  const streaming = state === 'streaming';
  return (
    <Speech
      speaker={agent}
      aside={
        <>
          {attempt > 1 && streaming && <Tag tone="warn">attempt {attempt}</Tag>}
          {state === 'interrupted' && (
            <Tag tone="warn">
              attempt {attempt} was lost, {attempt + 1} is being made
            </Tag>
          )}
          {state === 'dropped' && <Tag>unfinished, not kept</Tag>}
        </>
      }
    >
      {text === '' && streaming ? (
        <p className="animate-breathe text-ink-faint">thinking…</p>
      ) : (
        <p className={classes('prose-plain leading-relaxed', !streaming && 'text-ink-faint')}>
          {text}
          {streaming && <span aria-hidden className="ml-0.5 inline-block h-[1.05em] w-[2px] animate-caret bg-accent align-[-0.18em]" />}
        </p>
      )}
    </Speech>
  );
}

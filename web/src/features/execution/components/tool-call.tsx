import type { Json, ToolCallView } from '@client';
import { ChevronRight, Wrench } from 'lucide-react';
import { ErrorNote } from '@/components/error-note';
import { JsonView } from '@/components/json-view';
import { classes } from '@/lib/classes';
import { toDurationText } from '@/lib/format';
import { CallLink } from './call-link';
import { ForkHere } from './fork-here';
import { Part } from './part';

const STATES: Record<ToolCallView['state'], { label: string; className: string }> = {
  requested: { label: 'asked for', className: 'text-ink-faint' },
  running: { label: 'running', className: 'animate-breathe text-accent' },
  completed: { label: 'done', className: 'text-good' },
  failed: { label: 'failed', className: 'text-bad' },
  dropped: { label: 'not finished', className: 'text-ink-faint' },
};

/** A tool call: its name and outcome in one line, arguments and result on demand. */
export function ToolCall({ call, open = false }: { call: ToolCallView | undefined; open?: boolean }) {
  if (call === undefined) return null;
  const { label, className } = STATES[call.state];
  const ms = call.startedAt !== null && call.endedAt !== null ? Date.parse(call.endedAt) - Date.parse(call.startedAt) : null;
  return (
    <details open={open || call.state === 'failed'} className="group/tool rounded-md border border-line bg-surface text-[0.8125rem]">
      <summary className="flex items-center gap-2 rounded-md px-3 py-1.5 hover:bg-raised">
        <Wrench aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
        <code className="shrink-0 font-medium font-mono text-xs">{call.tool}</code>
        <span className="min-w-0 flex-1 truncate font-mono text-ink-faint text-xs">{toOneLine(call.arguments)}</span>
        <span className={classes('shrink-0 text-xs', className)}>{label}</span>
        {ms !== null && <span className="shrink-0 text-2xs text-ink-faint tabular-nums">{toDurationText(ms)}</span>}
        <ChevronRight aria-hidden className="size-3.5 shrink-0 text-ink-faint transition-transform group-open/tool:rotate-90" />
      </summary>
      <div className="space-y-3 border-line border-t px-3 py-3">
        <Part title="Arguments">
          <JsonView value={call.arguments} label={`Arguments of ${call.tool}`} />
        </Part>
        {call.result !== undefined && (
          <Part title={call.truncated === true ? 'Result (its beginning)' : 'Result'}>
            <JsonView value={call.result} label={`Result of ${call.tool}`} />
          </Part>
        )}
        {call.error !== undefined && (
          <ErrorNote title="The tool failed; the agent was told so" code={call.error.code}>
            {call.error.message}
          </ErrorNote>
        )}
        {!open && call.callId !== null && (
          <p className="flex gap-3">
            <CallLink callId={call.callId}>Look at the call</CallLink>
            <ForkHere stepPath={call.stepPath} />
          </p>
        )}
      </div>
    </details>
  );
}

function toOneLine(value: Json): string {
  const text = JSON.stringify(value);
  return text === '{}' ? '' : text.slice(0, 200);
}

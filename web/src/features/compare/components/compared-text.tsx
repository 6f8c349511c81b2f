import type { ComparedStep, StepComparison } from '@client';
import { Tag } from '@/components/tag';
import { TextDiff } from '@/components/text-diff';
import { toCostText, toCountText, toNumberText } from '@/lib/format';
import type { Side } from '../model/differences';

/** What one of the two has in a step; the words that the other has not are marked. */
export function ComparedText({ item, side, label }: { item: StepComparison; side: Side; label: string }) {
  const step = item[side];
  const other = item[side === 'left' ? 'right' : 'left'];
  return (
    <section aria-label={label} className="min-w-0 pb-2">
      <p className="flex flex-wrap items-center gap-2 px-4 pt-2 text-ink-faint text-xs">
        <span className="sr-only">{label}</span>
        {step === null ? 'It has not been here' : <StepFacts step={step} />}
      </p>
      {step?.error !== undefined && (
        <p className="prose-plain px-4 pt-2 text-bad text-xs">
          <code className="font-mono">{step.error.code}</code>: {step.error.message}
        </p>
      )}
      {step !== null && step.text !== '' && (
        <div dir="auto">
          {other === null || item.same ? (
            <p className="prose-plain px-4 py-3 leading-relaxed">{step.text}</p>
          ) : (
            <TextDiff
              from={side === 'left' ? step.text : other.text}
              to={side === 'left' ? other.text : step.text}
              side={side === 'left' ? 'from' : 'to'}
            />
          )}
        </div>
      )}
      {step?.truncated === true && <p className="px-4 text-ink-faint text-xs">This is its beginning.</p>}
    </section>
  );
}

/** How the step ended there, and what it used. */
function StepFacts({ step: { status, usage, inherited } }: { step: ComparedStep }) {
  return (
    <>
      <span>{status}</span>
      {inherited === true && <Tag title="Answered in the execution that this one was forked from; it called nothing here">taken over</Tag>}
      {usage.calls > 0 && (
        <span className="tabular-nums">
          {toCountText(usage.calls, 'call')} · {toNumberText(usage.inputTokens + usage.outputTokens)} tokens
          {usage.cost !== null && ` · ${toCostText(usage.cost)}`}
          {usage.wastedCalls > 0 && ` · ${toNumberText(usage.wastedCalls)} wasted`}
        </span>
      )}
    </>
  );
}

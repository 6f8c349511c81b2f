import type { Approval } from '@client';
import { JsonView } from '../json-view';
import { TextDiff } from '../text-diff';
import { Timestamp } from '../timestamp';
import { toApprovalWords } from './approval-words';

/** Who decided what, when, and with which changes. */
export function ApprovalOutcome({ approval }: { approval: Approval }) {
  const { status, decision } = approval;
  return (
    <div className="space-y-3 text-[0.8125rem]">
      <p>
        <span className="font-semibold">{toApprovalWords(status, decision)}</span>
        {decision !== null && (
          <span className="text-ink-soft">
            , <Timestamp time={decision.at} />
          </span>
        )}
      </p>
      {decision?.comment !== undefined && <p className="prose-plain border-line border-l-2 pl-3">{decision.comment}</p>}
      {decision?.arguments !== undefined && <ArgumentsDiff from={approval.arguments} to={decision.arguments} />}
      {decision?.form !== undefined && <JsonView value={decision.form} label="Answers" />}
      {decision?.result !== undefined && <JsonView value={decision.result} label="Result" />}
    </div>
  );
}

/** What was changed in the arguments. */
export function ArgumentsDiff({ from, to }: { from: unknown; to: unknown }) {
  const [before, after] = [JSON.stringify(from, null, 2) ?? '', JSON.stringify(to, null, 2) ?? ''];
  return (
    <section
      aria-label="What was changed"
      className="grid divide-y divide-line rounded-md bg-sunken font-mono text-xs md:grid-cols-2 md:divide-x md:divide-y-0"
    >
      <TextDiff from={before} to={after} side="from" />
      <TextDiff from={before} to={after} side="to" />
    </section>
  );
}

import type { Approval } from '@client';
import { Bell, CircleHelp, ClipboardCheck, Coins, type LucideIcon, Wrench } from 'lucide-react';
import { Link } from 'react-router';
import { toApprovalAddress } from '@/lib/approval-address';
import { PicturesOf } from '../artifact-picture';
import { Boundary } from '../boundary';
import { RichText } from '../rich-text';
import { ScrollPane } from '../scroll-pane';
import { Tag } from '../tag';
import { Timestamp } from '../timestamp';
import { ApprovalOutcome } from './approval-outcome';
import { Deadline } from './deadline';
import { DecisionForm } from './decision-form';
import { EscalationMark } from './escalation-mark';

const KINDS: Record<Approval['kind'], { icon: LucideIcon; label: string }> = {
  step: { icon: Bell, label: 'asks for a decision' },
  tool: { icon: Wrench, label: 'wants to use a tool' },
  inDoubt: { icon: CircleHelp, label: 'nobody knows whether this call happened' },
  plan: { icon: ClipboardCheck, label: 'asks to review a plan' },
  budget: { icon: Coins, label: 'asks for more of a budget' },
};

/** What is asked, what led there one click away, and the decision: to be made, or by whom it was. */
export function ApprovalCard({ approval }: { approval: Approval }) {
  const { executionId, name, kind, prompt, tool, assignees, requestedAt, status } = approval;
  const { icon: Icon, label } = KINDS[kind];
  return (
    <article className="rounded-lg border border-line bg-surface">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-4 py-2.5 text-[0.8125rem]">
        <Icon aria-hidden className="size-4 text-warn" />
        <Link
          to={toApprovalAddress(approval)}
          className="min-w-0 rounded font-semibold [overflow-wrap:anywhere] hover:underline"
          title="See what led here"
        >
          {name}
        </Link>
        <span className="text-ink-faint">
          {label}
          {tool !== undefined && (
            <>
              : <code className="font-mono text-ink text-xs">{tool}</code>
            </>
          )}
        </span>
        <span className="ml-auto flex min-w-0 flex-wrap items-center gap-2 text-ink-faint text-xs">
          {assignees.map((assignee) => (
            <Tag key={assignee} title={`Asked: ${assignee}`}>
              {assignee}
            </Tag>
          ))}
          <Timestamp time={requestedAt} />
          {status === 'pending' && <Deadline approval={approval} />}
          <EscalationMark approval={approval} />
        </span>
      </header>
      <div className="space-y-4 p-4">
        <Boundary what="The request">
          <PicturesOf value={executionId}>
            <Prompt text={prompt} />
          </PicturesOf>
          {status === 'pending' ? <DecisionForm approval={approval} /> : <ApprovalOutcome approval={approval} />}
        </Boundary>
      </div>
    </article>
  );
}

/** More than this is read in a pane of its own, so that the decision stays near. */
const LONG_PROMPT = 2_000;

function Prompt({ text }: { text: string }) {
  if (text.length <= LONG_PROMPT) return <RichText text={text} />;
  return (
    <ScrollPane label="What is asked" className="max-h-96 rounded-md border border-line px-3 py-2">
      <RichText text={text} />
    </ScrollPane>
  );
}

import { type Execution, hasEnded, toStepName } from '@client';
import { ArrowDown } from 'lucide-react';
import { useMemo } from 'react';
import { Button } from '@/components/button';
import { Tag } from '@/components/tag';
import { isScripted, useStudio } from '@/lib/use-studio';
import { isLive, type LiveExecution } from '../model/live-execution';
import { toSpeakerColors } from '../model/speakers';
import { toTranscriptGroups } from '../model/transcript-groups';
import { ExecutionInput } from './execution-input';
import { Outcome } from './outcome';
import { SpeakerColors } from './speaker-mark';
import { TranscriptGroupView } from './transcript-group-view';
import { useFollow } from './use-follow';
import { useStepInAddress } from './use-step-in-address';

interface TranscriptProps {
  execution: Execution;
  live: LiveExecution;
  stepNames: ReadonlyMap<string, string>;
}

/** What was said, step by step, as it is being said. Not a live region: a screen reader hears of whole messages elsewhere. */
export function Transcript({ execution, live, stepNames }: TranscriptProps) {
  const { view } = live;
  const studio = useStudio();
  const groups = useMemo(() => toTranscriptGroups(view), [view]);
  const speakers = useMemo(() => toSpeakerColors(view), [view]);
  useStepInAddress(groups);
  const { ref, away, jump } = useFollow(view, isLive(live));
  return (
    <section aria-label="Transcript" className="relative h-full">
      <div
        ref={ref}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className="h-full px-4 py-5 -outline-offset-2 sm:px-6 lg:overflow-y-auto lg:px-8"
      >
        <div className="mx-auto max-w-3xl space-y-7">
          <div className="flex items-center gap-2">
            <h2 className="font-semibold text-[0.8125rem]">Transcript</h2>
            {studio !== undefined && isScripted(studio.model) && <Tag tone="warn">scripted model</Tag>}
          </div>
          <ExecutionInput input={execution.input} />
          <SpeakerColors value={speakers}>
            {groups.map((group) => (
              <TranscriptGroupView
                key={group.stepPath}
                name={stepNames.get(group.stepPath) ?? toStepName(group.stepPath)}
                group={group}
                executionId={execution.id}
                toolCalls={view.toolCalls}
              />
            ))}
          </SpeakerColors>
          {hasEnded(view.status) && <Outcome execution={execution} view={view} />}
        </div>
      </div>
      {away && (
        <Button onClick={jump} className="absolute bottom-4 left-1/2 -translate-x-1/2 shadow-lg">
          <ArrowDown aria-hidden className="size-4" /> Follow
        </Button>
      )}
    </section>
  );
}

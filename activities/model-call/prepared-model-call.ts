import type { StartRecord } from '../../contracts/plan';
import type { ModelRequest } from '../../contracts/ports/model-provider';
import type { NewMessage } from '../../contracts/ports/thread-store';
import type { RetryPolicy } from '../../contracts/steps';
import type { CallView } from '../../contracts/view';
import { estimateTokens } from '../estimate-tokens';
import type { InputSize } from '../input-size';
import type { Applicant } from '../limits/admission';
import type { ChosenModel } from '../limits/choose-model';
import type { Lineage, Speaker } from '../lineage';
import type { PinnedAgentDefinition } from '../pinned-definitions';
import type { StreamedAnswer } from '../read-answer';

/** Which attempt it is of, the store says. */
export type UnsentRequest = Omit<ModelRequest, 'call'>;

/** What is known of a call before it is made. */
export interface PreparedModelCall {
  chosen: ChosenModel;
  request: UnsentRequest;
  inputSize: InputSize;
  opening: NewMessage[];
  /** What people have said since an answer that stands there already. */
  following: NewMessage[];
  start: StartRecord;
  lineage: Lineage;
  speaker: Speaker;
  agent: PinnedAgentDefinition;
  /** Absent when nobody is asked. */
  view?: CallView;
  applicant: Applicant;
  retry: RetryPolicy | undefined;
  /** The answer that a fork has in place of what a model would say. */
  given?: string;
}

/** What an answer, or the beginning of one, has used: as its provider reported it, else an estimate. */
export function usageOf({ inputSize }: PreparedModelCall, { text, finish }: StreamedAnswer) {
  return finish?.usage === undefined
    ? { inputTokens: inputSize.estimated, outputTokens: estimateTokens(text), estimated: true }
    : { ...finish.usage, estimated: false };
}

/** What messages and deltas call the one who speaks. */
export function toSpeakerName({ speaker, request }: PreparedModelCall): string {
  return speaker.participant ?? request.agent;
}

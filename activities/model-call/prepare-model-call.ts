import type { CallModelInput, CompactionDue } from '../../contracts/activities';
import type { MessageContent } from '../../contracts/letters';
import type { ModelTool } from '../../contracts/ports/model-provider';
import type { NewMessage } from '../../contracts/ports/thread-store';
import type { CallParts } from '../call-parts';
import type { ActivityDependencies } from '../dependencies';
import { NOTHING, sizeOfRequest } from '../input-size';
import type { Breakers } from '../limits/breakers';
import { chooseModel } from '../limits/choose-model';
import { type Lineage, type Speaker, speakerAt, traceStep } from '../lineage';
import { toAdded, toHandoffTools, toOpening, toOutputSchema } from '../prompt';
import { finalFailure, type RunningCall } from '../running-call';
import { findStanding, joinSaid } from '../standing-messages';
import type { PreparedModelCall, UnsentRequest } from './prepared-model-call';

/** Works out which model is asked what, from the pinned definitions and the thread; or that a summary is due before. */
export function createPrepareModelCall(
  dependencies: ActivityDependencies,
  { pinned, stepInput, callViews, askManager }: CallParts,
  breakers: Breakers,
) {
  const { executions } = dependencies;

  return async (input: CallModelInput, call: RunningCall): Promise<PreparedModelCall | CompactionDue> => {
    const { organizationId, stepPath, thread, upTo, callId, facts } = input;
    const of = { organizationId, executionId: call.executionId, facts };
    const start = await pinned.start(organizationId, call.executionId);
    const lineage = traceStep(start.plan.root, stepPath);
    const speaker = speakerAt(lineage);
    const agent = await pinned.agent(start, speaker.reference);
    const failures =
      agent.model.fallbacks === undefined ? [] : await executions.listModelFailures(organizationId, call.executionId, callId);
    const chosen = chooseModel(agent, dependencies.models, failures, breakers);
    const summing = input.compact !== undefined;
    const text = summing ? null : await toOpening(input, () => stepInput.text(of, start, lineage, input.input ?? {}));
    const standing = start.forkedFrom === undefined || summing ? null : await findStanding(executions, of, input, text !== null);
    const come = summing ? [] : await readSaid(input, call);
    const given = standing?.answer;
    const said = joinSaid(standing?.said ?? [], come);
    // An answer that stands there was given before they spoke.
    const later = given === undefined ? 0 : said.length - (standing?.said.length ?? 0);
    const people = said.slice(0, said.length - later).map(toSpoken);
    const opening = [...(text === null ? [] : [{ text: standing?.opening ?? text }]), ...people].map(
      (message, position): NewMessage => ({ thread, index: upTo + position, role: 'user', ...message }),
    );
    const afterGiven = upTo + opening.length + (input.answerTo ? 0 : 1);
    const following = come
      .slice(come.length - later)
      .map((one, position): NewMessage => ({ thread, index: afterGiven + position, role: 'user', ...toSpoken(one) }));
    const schema = summing ? undefined : toOutputSchema(speaker, lineage, { ask: input.ask, agentOutput: agent.output });
    const tools = summing ? [] : toolsOf(speaker, lineage, agent.tools);
    const repair = await earlierAnswer(input, call);
    const question = await askManager(of, start, lineage, input.ask);
    const viewed = await callViews({
      ...{ organizationId, executionId: call.executionId, input, lineage, speaker, agent, opening },
      around: [agent.instructions, ...[tools, schema].map((sent) => JSON.stringify(sent) ?? '')].join('\n'),
      added: (own) => toAdded(speaker, lineage, { repair, question, own }),
    });
    if ('compact' in viewed && given === undefined) return viewed;
    const { view, messages, size } = 'compact' in viewed ? { view: undefined, messages: [], size: NOTHING } : viewed;
    const request: UnsentRequest = {
      model: chosen.choice.name,
      temperature: chosen.choice.temperature,
      maxOutputTokens: chosen.choice.maxOutputTokens,
      instructions: view?.instructions ?? agent.instructions,
      messages,
      tools,
      agent: agent.name,
      ...(schema && { output: schema }),
    };
    const slots = { reference: speaker.reference, concurrentCalls: agent.limits.concurrentCalls };
    const inputSize = sizeOfRequest(request, size);
    const tokens = inputSize.estimated + (request.maxOutputTokens ?? 0);
    const applicant = { organizationId, executionId: call.executionId, callId, model: chosen.choice, agent: slots, tokens };
    const { retry } = lineage.here.step;
    return { chosen, request, inputSize, opening, following, start, lineage, speaker, agent, view, applicant, retry, given };
  };

  function toolsOf(speaker: Speaker, lineage: Lineage, names: readonly string[]): ModelTool[] {
    const own = speaker.role === 'manager' ? [] : dependencies.tools.filter(({ id }) => names.includes(id));
    return [...own.map(({ id, description, inputSchema }) => ({ id, description, inputSchema })), ...toHandoffTools(lineage)];
  }

  /** What people have said in a chat. */
  function readSaid({ organizationId, said = [] }: CallModelInput, { executionId }: RunningCall) {
    return Promise.all(
      said.map(async (letter) => {
        const content = (await executions.readLetter(organizationId, executionId, letter)) as MessageContent | null;
        if (content === null) throw finalFailure('plan_incomplete', `The letter ${letter} is missing`);
        return content;
      }),
    );
  }

  /** A manager's answers are not in the thread it reads, so one that is asked again is shown its last one. */
  async function earlierAnswer({ organizationId, answerTo, invalid }: CallModelInput, { executionId }: RunningCall) {
    if (answerTo === undefined || invalid === undefined) return null;
    const { thread, index } = answerTo;
    const [earlier] = await executions.readThread(organizationId, executionId, thread, { from: index - 1, upTo: index });
    return { answer: earlier?.text ?? '', invalid };
  }
}

function toSpoken({ text, as }: MessageContent): Pick<NewMessage, 'text' | 'agent'> {
  return { text, agent: as };
}

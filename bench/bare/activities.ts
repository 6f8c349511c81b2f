import { Context } from '@temporalio/activity';
import type { ModelMessage, ModelProvider } from '../../contracts/ports/model-provider';
import { INSTANT_MODEL } from '../instant-model';

export interface BareActivities {
  /** One answer of an agent to the messages given. */
  callModel(agent: string, messages: ModelMessage[]): Promise<string>;
}

/** The model call as one writes it on the bare SDK: no store, no feed, nothing that outlives the workflow. */
export function createBareActivities(provider: ModelProvider): BareActivities {
  return {
    async callModel(agent, messages) {
      const { info, cancellationSignal } = Context.current();
      const request = {
        model: INSTANT_MODEL.name,
        instructions: '',
        messages,
        tools: [],
        agent,
        call: { executionId: info.workflowExecution?.workflowId ?? '', callId: info.activityId, attempt: info.attempt },
      };
      let text = '';
      for await (const chunk of provider.stream(request, cancellationSignal)) {
        if (chunk.type === 'text') text += chunk.text;
      }
      return text;
    },
  };
}

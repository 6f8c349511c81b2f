import type { Activities } from '../contracts/activities';
import { createCallModel } from './call-model';
import { createCallTool } from './call-tool';
import type { ActivityDependencies } from './dependencies';
import { createFlush } from './flush';
import { createPinnedDefinitions } from './pinned-definitions';
import { createStepInput } from './step-input';

/** The activities that workflow code calls, one a file. */
export function createActivities(dependencies: ActivityDependencies): Activities {
  const pinned = createPinnedDefinitions(dependencies.executions, dependencies.definitions);
  const stepInput = createStepInput(dependencies.executions);
  return {
    callModel: createCallModel(dependencies, pinned, stepInput),
    callTool: createCallTool(dependencies, pinned, stepInput),
    flush: createFlush(dependencies),
  };
}

import type { Activities } from '../contracts/activities';
import { createAskManager } from './ask-manager';
import { createAskedToolReader } from './asked-tool';
import { createCallModel } from './call-model';
import { createCallTool } from './call-tool';
import type { ActivityDependencies } from './dependencies';
import { createEvaluate } from './evaluate';
import { createEvaluator } from './evaluator';
import { createFindCompensations } from './find-compensations';
import { createFlush } from './flush';
import { createPinnedDefinitions } from './pinned-definitions';
import { createPrepare } from './prepare';
import { createReadOutput } from './read-output';
import { createReadRoot } from './read-root';
import { createReadTape } from './read-tape';
import { createRecordChild } from './record-child';
import { createRequestApproval, createTendApproval } from './request-approval';
import { createStepInput } from './step-input';
import { createStepOutputs } from './step-outputs';
import { createTakeChild } from './take-child';
import { createCallViews } from './views/call-views';
import { createThreadCache } from './views/thread-cache';

/** The activities that workflow code calls, one a file. */
export function createActivities(dependencies: ActivityDependencies): Activities {
  const outputs = createStepOutputs(dependencies.executions);
  const stepInput = createStepInput(outputs);
  const pinned = createPinnedDefinitions(dependencies.executions, dependencies.definitions);
  const parts = {
    pinned,
    stepInput,
    askManager: createAskManager({ pinned, stepInput }),
    evaluator: createEvaluator(stepInput),
    callViews: createCallViews(dependencies.executions, createThreadCache(dependencies.executions)),
  };
  const readAskedTool = createAskedToolReader(dependencies, parts);
  return {
    callModel: createCallModel(dependencies, parts),
    callTool: createCallTool(dependencies, readAskedTool),
    requestApproval: createRequestApproval(dependencies, parts, readAskedTool),
    tendApproval: createTendApproval(dependencies),
    evaluate: createEvaluate(dependencies, parts, outputs),
    flush: createFlush(dependencies),
    prepare: createPrepare(dependencies),
    findCompensations: createFindCompensations(dependencies, parts),
    recordChild: createRecordChild(dependencies, parts),
    takeChild: createTakeChild(dependencies),
    readOutput: createReadOutput(dependencies),
    readRoot: createReadRoot(dependencies),
    readTape: createReadTape(dependencies),
  };
}

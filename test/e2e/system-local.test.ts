import { local } from './deployments.ts';
import { describeWholeSystem } from './whole-system.ts';

describeWholeSystem(local);

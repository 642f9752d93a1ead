import { production } from './deployments.ts';
import { describeWholeSystem } from './whole-system.ts';

describeWholeSystem(production);

export { parseValid, toFault } from '../domain/valid-input.ts';

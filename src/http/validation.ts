export { parseValid, toFault } from '../domain/errors.ts';

/** A word that only insiders know, and the one a newcomer would look for. */
export interface WordRule {
  /** In lower case, its parts separated by spaces: `item ledger` finds `ItemLedger`, `item-ledger` and `ITEM_LEDGER`. */
  readonly not: readonly string[];
  readonly but: string;
  /** Whether it is wrong in a comment too. Without it the word is plain English there. */
  readonly comments?: boolean;
  /** Names in which the word has its ordinary meaning. */
  readonly except?: RegExp;
  /** Paths in which the word is private; elsewhere it has its ordinary meaning. */
  readonly where?: RegExp;
}

export const WORD_RULES: readonly WordRule[] = [
  { not: ['keeper', 'keepers'], but: 'the object itself: AnalysisObject, BatchObject', comments: true },
  { not: ['desk'], but: 'DeliveryQueue', comments: true },
  { not: ['item ledger', 'ledger'], but: 'BatchItems', comments: true },
  { not: ['chunk board', 'board'], but: 'BatchChunks', comments: true },
  { not: ['book', 'shelf', 'ring'], but: 'repository' },
  { not: ['handle', 'handles'], but: 'repository', except: /^handle[A-Z]/u, where: /^(?!src\/pipeline\/)/u },
  { not: ['slot line', 'model slots'], but: 'Semaphore', except: /^(?:ModelSlots|MODEL_SLOTS)$/u },
  { not: ['door', 'doors'], but: 'AiClient', comments: true },
  { not: ['outbound'], but: 'SafeFetch', where: /^(?!src\/(?:understanding|scorecards|analysis)\/)/u },
  { not: ['secret box'], but: 'Encryptor', comments: true },
  { not: ['part store'], but: 'UploadParts', comments: true },
  { not: ['surface', 'surfaces'], but: 'router', comments: true },
  { not: ['contract', 'contracts'], but: 'responses', where: /^src\/http\//u },
  { not: ['mend', 'mends', 'mended'], but: 'remedies', comments: true },
  { not: ['wish', 'wishes'], but: 'customInstructions', comments: true },
  { not: ['set aside'], but: 'promptInjection' },
  { not: ['said'], but: 'full: everything that was said' },
  { not: ['reading', 'readings'], but: 'trusted: the transcript without suspicious sentences' },
  { not: ['heard'], but: 'Word, AnalysisInput, Recognition: what it is' },
  { not: ['story', 'stories'], but: 'CallFacts', comments: true },
  { not: ['judge', 'judges', 'judged', 'judging'], but: 'the llm reader, a verdict', comments: true },
  { not: ['announce', 'announces', 'announced'], but: 'enqueue', comments: true },
  { not: ['tell', 'tells', 'told'], but: 'notify' },
  { not: ['matter', 'matters'], but: 'QuestionContext' },
  { not: ['tell apart', 'tells apart', 'told apart'], but: 'diarize', comments: true },
  { not: ['listener', 'listeners'], but: 'worker', where: /^local-ai\//u },
  { not: ['chance'], but: 'random', comments: true },
  { not: ['unhurried'], but: 'timeouts', comments: true },
];

/** A file inside a package, and what it must be. */
export interface ModelFile {
  /** Path inside the package. */
  path: string;
  bytes: number;
  sha256: string;
}

/** Weights published in a registry package: only `files` are kept. */
export interface ModelPackage {
  /** Folder name in the model cache. */
  name: string;
  /** Exact package version. */
  spec: string;
  /** Subresource integrity of the package tarball. */
  integrity: string;
  tarballBytes: number;
  files: readonly ModelFile[];
}

export type SpeechModel = 'tiny' | 'base';

/** Moonshine, English, quantised (MIT). */
export const SPEECH_MODELS: Record<SpeechModel, ModelPackage> = {
  tiny: {
    name: 'moonshine-tiny',
    spec: '@moonshine-ai/moonshine-js@0.1.29',
    integrity:
      'sha512-Gx1B3mJcbM68ihSy/LyJEuEkGq7sYMqTb04zNdcIeidU0URVlSmXP0GyiQOTTAqDZQXlIC7k+bky+FdXk0UPlg==',
    tarballBytes: 21_514_347,
    files: [
      {
        path: 'dist/model/tiny/quantized/encoder_model.onnx',
        bytes: 7_937_661,
        sha256: 'c6fc4b7bc5af75c0591fd157a1f3829b533d18e9769a888fd95a62e470dd4f4a',
      },
      {
        path: 'dist/model/tiny/quantized/decoder_model_merged.onnx',
        bytes: 20_243_286,
        sha256: 'eed87831c3a6103534aae7d47a5d485025c659a1323901513961c39fe8a1a367',
      },
    ],
  },
  base: {
    name: 'moonshine-base',
    spec: '@usefulsensors/moonshine-js@0.1.15',
    integrity:
      'sha512-SR0NMPcY0lusFaY+kvimwCaasi9zMUBNiFLYPbID5/EafY+Eg9ZgHGCQO0fjVqQdF0D8bAPEyDo0I9Dq9uQo1w==',
    tarballBytes: 72_711_257,
    files: [
      {
        path: 'dist/model/base/quantized/encoder_model.onnx',
        bytes: 20_513_063,
        sha256: '1dd9ab0a7f987113d30affcba5a068d11c8f90fa0223caa3e491ade431ad9751',
      },
      {
        path: 'dist/model/base/quantized/decoder_model_merged.onnx',
        bytes: 42_498_870,
        sha256: 'cc9f3cd6698a369c6008b41aa60aa3fb3322e7f03c9bdf19d8e6b7200afca4f3',
      },
    ],
  },
};

/** Silero voice activity detection (ISC package, MIT weights). */
export const VOICE_ACTIVITY: ModelPackage = {
  name: 'silero-vad',
  spec: '@ricky0123/vad-web@0.0.31',
  integrity:
    'sha512-ePVq8TvB21sdHSxVMZOEIf9JVa7MAYpaIaNXeGgsPOiMCN8xbPCdF2LS5aYj7VRR3ZxzutedgV9ZplV65IA1Fg==',
  tarballBytes: 5_471_324,
  files: [
    {
      path: 'dist/silero_vad_v5.onnx',
      bytes: 2_327_524,
      sha256: '2623a2953f6ff3d2c1e61740c6cdb7168133479b267dfef114a4a3cc5bdd788f',
    },
  ],
};

/** Text a token id stands for, as the recogniser reads it; made from the tokenizer package, so checked by hash alone. */
export const TOKEN_TABLE = {
  name: 'moonshine-tokens.txt',
  sha256: 'b9a86ff8e6e42321270488edabd4c9b0c8b61fba4d69b8ccebd50037c0c5d2fa',
} as const;

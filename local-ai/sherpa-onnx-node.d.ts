/** The part of the sherpa-onnx addon that is used here; the package ships no types. */
declare module 'sherpa-onnx-node' {
  interface Waveform {
    samples: Float32Array;
    sampleRate: number;
  }

  interface RecogniserConfig {
    modelConfig: {
      moonshine: { encoder: string; mergedDecoder: string };
      tokens: string;
      numThreads: number;
    };
  }

  interface VadConfig {
    sileroVad: {
      model: string;
      threshold: number;
      minSilenceDuration: number;
      minSpeechDuration: number;
      maxSpeechDuration: number;
      windowSize: number;
    };
    sampleRate: number;
    numThreads: number;
  }

  interface SpeechStream {
    acceptWaveform(wave: Waveform): void;
  }

  interface SherpaOnnx {
    OfflineRecognizer: new (config: RecogniserConfig) => {
      createStream(): SpeechStream;
      decode(stream: SpeechStream): void;
      getResult(stream: SpeechStream): { text: string };
    };
    Vad: new (
      config: VadConfig,
      bufferSeconds: number,
    ) => {
      acceptWaveform(samples: Float32Array): void;
      isEmpty(): boolean;
      front(externalBuffer: boolean): { start: number; samples: Float32Array };
      pop(): void;
      reset(): void;
      flush(): void;
    };
    LinearResampler: new (
      fromHz: number,
      toHz: number,
    ) => {
      resample(samples: Float32Array): Float32Array;
      flush(samples: Float32Array): Float32Array;
    };
  }

  const sherpa: SherpaOnnx;
  export type Recogniser = InstanceType<SherpaOnnx['OfflineRecognizer']>;
  export type VoiceDetector = InstanceType<SherpaOnnx['Vad']>;
  export default sherpa;
}

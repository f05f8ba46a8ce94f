import { setFlagsFromString } from 'node:v8'

/**
 * Lets V8's heap grow to four times what is alive before it collects garbage. To be called once when the process starts.
 *
 * The packets of a tunnel are Buffers, whose memory counts for V8's limit of the heap. V8 sets that limit close above the 10 MB that live
 * after the modules are loaded, so that 88 to 100 collections of the whole heap came with each GiB of an upload: a third of its CPU time
 * (docs/adr/0016).
 */
export const growHeapFreely = (): void => setFlagsFromString('--heap-growing-percent=400')

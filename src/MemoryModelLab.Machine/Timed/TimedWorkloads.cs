namespace MemoryModelLab.Machine.Timed;

/// <summary>Synthetic workloads: tests are tiny, and what caches do shows in what is repeated.</summary>
public static class TimedWorkloads
{
    /// <summary>Their names and what they do.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["shared-counter"] = "every core adds to one counter, atomically",
        ["false-sharing"] = "every core counts in a cell of its own, and cells share lines",
        ["padded"] = "every core counts in a line of its own",
        ["producer-consumer"] = "pairs of cores: one writes a message and raises a flag, the other waits for it and answers",
        ["read-mostly"] = "every core reads 256 shared lines at random, and writes one in a hundred times",
        ["scattered"] = "every core reads 1,024 shared lines at random, and writes one in four times",
    };

    /// <summary>Makes one.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static IWorkload Create(string name, TimedOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return name switch
        {
            "shared-counter" => new SharedCounter(),
            "false-sharing" => new OwnCounters(options.Cores, 1),
            "padded" => new OwnCounters(options.Cores, options.CellsPerLine),
            "producer-consumer" => new ProducerConsumer(options.Cores, options.CellsPerLine),
            "read-mostly" => new RandomLines(options, 256, 100),
            "scattered" => new RandomLines(options, 1024, 4),
            _ => throw new ArgumentException($"no workload is called '{name}'", nameof(name)),
        };
    }

    private sealed class SharedCounter : IWorkload
    {
        public int Cells => 1;

        public TimedOp Next(int core, long returned, long now) => new(TimedKind.Add, 0, 1);
    }

    private sealed class OwnCounters(int cores, int distance) : IWorkload
    {
        private readonly bool[] hasRead = new bool[cores];

        public int Cells => cores * distance;

        public TimedOp Next(int core, long returned, long now)
        {
            hasRead[core] = !hasRead[core];
            return hasRead[core] ? new TimedOp(TimedKind.Load, core * distance) : new TimedOp(TimedKind.Store, core * distance, returned + 1);
        }
    }

    /// <summary>A pair has two lines: the message, and the flag, which is the number of the message while it waits to be taken, else 0.</summary>
    private sealed class ProducerConsumer(int cores, int distance) : IWorkload
    {
        private readonly int[] phase = new int[cores];
        private readonly long[] sent = new long[cores];

        public int Cells => (cores + 1) * distance;

        public TimedOp Next(int core, long returned, long now)
        {
            int message = (core & ~1) * distance, flag = message + distance;
            bool produces = (core & 1) == 0;
            ref int at = ref phase[core];
            switch (at)
            {
                case 0: // look at the flag
                    at = 1;
                    return new TimedOp(TimedKind.Load, flag);
                case 1 when (returned == 0) != produces: // not yet
                    return new TimedOp(TimedKind.Load, flag);
                case 1:
                    at = 2;
                    return produces ? new TimedOp(TimedKind.Store, message, ++sent[core]) : new TimedOp(TimedKind.Load, message);
                default:
                    at = 0;
                    return new TimedOp(TimedKind.Store, flag, produces ? sent[core] : 0);
            }
        }
    }

    private sealed class RandomLines : IWorkload
    {
        private readonly ulong[] random;
        private readonly int distance;
        private readonly uint lines;
        private readonly uint writeEvery;

        public RandomLines(TimedOptions options, uint lines, uint writeEvery)
        {
            (distance, this.lines, this.writeEvery) = (options.CellsPerLine, lines, writeEvery);
            random = new ulong[options.Cores];
            for (int core = 0; core < random.Length; core++) random[core] = ((options.Seed * 1_000_003) + (ulong)core + 1) * 0x9E37_79B9_7F4A_7C15;
        }

        public int Cells => (int)lines * distance;

        public TimedOp Next(int core, long returned, long now)
        {
            ref ulong x = ref random[core];
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            int cell = (int)((uint)(x >> 32) % lines) * distance;
            return (uint)(x >> 48) % writeEvery == 0 ? new TimedOp(TimedKind.Store, cell, now) : new TimedOp(TimedKind.Load, cell);
        }
    }
}

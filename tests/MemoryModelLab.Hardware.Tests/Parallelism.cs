// Each test needs the processors for itself.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

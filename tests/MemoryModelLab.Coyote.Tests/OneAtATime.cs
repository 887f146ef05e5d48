// The engine controls what runs in the process; tests beside it would be uncontrolled.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

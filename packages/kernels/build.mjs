console.log('kernels: build script not written yet');
